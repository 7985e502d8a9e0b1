import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../core/clock.js';
import { packageRoot } from '../core/package-root.js';
import { dataServices } from '../lake/data-services.js';
import { FAULTS } from '../lake/faults/index.js';
import { createLake } from '../lake/lake.js';
import type { ServiceId } from '../lake/model/action.js';
import { ACCOUNT_ID, PARTITION, REGION } from '../lake/process/account.js';
import { providers } from '../lake/provision/providers/index.js';
import { S3_OPERATIONS } from '../lake/services/s3/operation-name.js';
import { fixedDelivery } from '../lake/trail/delivery-delay.js';

export const LAKE_README = join(packageRoot(), 'lake', 'README.md');

/** What people call each service. */
const SERVICES: Readonly<Record<Exclude<ServiceId, 's3'>, string>> = {
  sts: 'STS',
  iam: 'IAM',
  athena: 'Athena',
  glue: 'Glue Data Catalog',
  lakeformation: 'Lake Formation',
  cloudtrail: 'CloudTrail',
  cloudformation: 'CloudFormation',
  sagemaker: 'SageMaker',
};

/** The operations of every service, asked of the dispatcher of a lake; S3's, of its own router. */
export function operationLists(): ReadonlyMap<string, readonly string[]> {
  const stateDir = mkdtempSync(join(tmpdir(), 'lakeproof-readme-'));
  const lake = createLake({
    account: { partition: PARTITION, accountId: ACCOUNT_ID, region: REGION, clock: systemClock, stateDir },
    services: dataServices,
    auditDelivery: fixedDelivery(0),
    onDefect: (defect) => {
      throw defect;
    },
  });
  try {
    const services = Object.keys(SERVICES).filter(isService);
    return new Map([
      ...services.map((id) => [SERVICES[id], lake.dispatcher.operations(id).toSorted()] as const),
      ['S3', [...S3_OPERATIONS].sort()],
    ]);
  } finally {
    lake.close();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

function isService(name: string): name is keyof typeof SERVICES {
  return Object.hasOwn(SERVICES, name);
}

/** lake/README.md as it should be: what stands between its markers is written from the code. */
export function renderedReadme(text: string = readFileSync(LAKE_README, 'utf8')): string {
  const operations = [...operationLists()].map(([service, names]) => `- **${service}**: ${names.join(', ')}`);
  const types = [...providers.keys()].toSorted().map((type) => `\`${type}\``);
  return [
    ['operations', operations.join('\n')],
    ['resource types', types.join(', ')],
    [
      'faults',
      tableOf(
        ['Fault', 'What goes wrong'],
        FAULTS.map(({ name, about }) => [`\`${name}\``, about]),
      ),
    ],
  ].reduce((page, [name = '', list = '']) => withList(page, name, list), text);
}

/** A Markdown table whose columns stand below each other, as the rest of the page has them. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function withList(page: string, name: string, list: string): string {
  const marked = new RegExp(`(<!-- ${name}: npm run lake:readme -->\\n)[\\s\\S]*?(<!-- end of ${name} -->)`);
  if (!marked.test(page)) throw new Error(`lake/README.md has no place for its ${name}`);
  return page.replace(marked, (_all, before: string, after: string) => `${before}\n${list}\n\n${after}`);
}
