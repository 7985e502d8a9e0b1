import { createRequire } from 'node:module';
import type { ReadTemplate } from './read-template.js';

const require = createRequire(import.meta.url);

/** Services whose IAM actions are named as the API's operations, and the SDK package that lists these. */
const PACKAGES: Readonly<Record<string, string>> = {
  athena: '@aws-sdk/client-athena',
  cloudtrail: '@aws-sdk/client-cloudtrail',
  glue: '@aws-sdk/client-glue',
  iam: '@aws-sdk/client-iam',
  lakeformation: '@aws-sdk/client-lakeformation',
  sagemaker: '@aws-sdk/client-sagemaker',
  sts: '@aws-sdk/client-sts',
};

/** Actions without an operation of the same name (Service Authorization Reference, one page for each service). */
const WITHOUT_OPERATION = new Set([
  'iam:PassRole',
  'lakeformation:GetDataAccess',
  'sts:SetSourceIdentity',
  's3:*',
  's3:AbortMultipartUpload',
  's3:CreateBucket',
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetObject',
  's3:ListBucket',
  's3:ListBucketMultipartUploads',
  's3:ListMultipartUploadParts',
  's3:PutObject',
]);

/** Actions in the template's policies that no service has; a wildcard must match at least one operation. */
export function misspeltActions(template: ReadTemplate): string[] {
  return [...actionsIn(template.Resources)].filter((action) => !exists(action)).sort();
}

function exists(action: string): boolean {
  if (WITHOUT_OPERATION.has(action)) return true;
  const [service = '', pattern = ''] = action.split(':');
  const packageName = PACKAGES[service];
  if (packageName === undefined) return false;
  const operations = Object.keys(require(packageName) as object)
    .filter((name) => name.endsWith('Command'))
    .map((name) => name.slice(0, -'Command'.length));
  const form = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
  return operations.some((operation) => form.test(operation));
}

function actionsIn(value: unknown): Set<string> {
  const found = new Set<string>();
  const walk = (node: unknown, key: string): void => {
    if (typeof node === 'string' && (key === 'Action' || key === 'NotAction')) found.add(node);
    else if (Array.isArray(node)) for (const item of node) walk(item, key);
    else if (typeof node === 'object' && node !== null)
      for (const [name, item] of Object.entries(node)) walk(item, name);
  };
  walk(value, '');
  return found;
}
