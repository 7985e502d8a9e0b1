import { readFile } from 'node:fs/promises';
import type { Exchange } from '../../model/action.js';
import type { Stack } from '../../provision/stack.js';
import { validationError } from './errors.js';
import type { CloudFormationState } from './state.js';

/** Quotas "template body size in a request" and "… in an S3 object" (CloudFormation User Guide). */
const MAX_BODY_BYTES = 51_200;
const MAX_OBJECT_BYTES = 1_000_000;

export interface TemplateInput {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
}

/**
 * The text of the template that a request carries or names; undefined when it does neither. A URL names an object of
 * the lake's own S3, which is read with the rights of the caller. Throws ValidationError.
 */
export async function templateText(
  state: CloudFormationState,
  { TemplateBody: body, TemplateURL: url }: TemplateInput,
  exchange: Exchange,
): Promise<string | undefined> {
  if (body !== undefined && url !== undefined) {
    throw validationError('You must specify either Template Body or Template URL, but not both.');
  }
  if (body !== undefined) {
    if (Buffer.byteLength(body) <= MAX_BODY_BYTES) return body;
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY_BYTES}`,
    );
  }
  return url === undefined ? undefined : fromBucket(state, url, exchange);
}

async function fromBucket(state: CloudFormationState, url: string, exchange: Exchange): Promise<string> {
  const { bucket, key } = objectOf(url);
  const lake = state.getLake();
  const resource = `arn:${state.account.partition}:s3:::${bucket}/${key}`;
  const mayRead = lake.isAllowed(exchange.caller, { action: 's3:GetObject', resource }, exchange).allowed;
  const object = mayRead ? lake.objects.head(bucket, key) : undefined;
  if (object === undefined) throw s3Error(mayRead ? 'The specified key does not exist.' : 'Access Denied');
  if (object.sizeBytes > MAX_OBJECT_BYTES) {
    throw validationError(`Template may not exceed ${MAX_OBJECT_BYTES} bytes in size.`);
  }
  return readFile(object.path, 'utf8');
}

/** Path-style of AWS or of the lake itself, or virtual-hosted. */
function objectOf(text: string): { readonly bucket: string; readonly key: string } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const [first = '', ...rest] = (url?.pathname.slice(1) ?? '').split('/').map(decoded);
  const host = url?.hostname ?? '';
  const isPathStyle = /^(?:127\.0\.0\.1|localhost|s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?)$/.test(host);
  const hosted = /^(.+?)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/.exec(host)?.[1];
  if (isPathStyle && first !== '' && rest.length > 0) return { bucket: first, key: rest.join('/') };
  if (hosted !== undefined && first !== '') return { bucket: hosted, key: [first, ...rest].join('/') };
  throw validationError('TemplateURL must be a supported URL.');
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw validationError('TemplateURL must be a supported URL.');
  }
}

function s3Error(what: string) {
  return validationError(
    `S3 error: ${what}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
  );
}

/** The text that a request is about, which may be the stack's own of before. Throws ValidationError. */
export async function requestedText(
  state: CloudFormationState,
  stack: Stack,
  input: TemplateInput & { readonly UsePreviousTemplate?: boolean | undefined },
  exchange: Exchange,
): Promise<string> {
  const text = await templateText(state, input, exchange);
  const isPrevious = input.UsePreviousTemplate === true;
  if (isPrevious && text !== undefined) {
    throw validationError('You cannot specify both usePreviousTemplate and Template Body/Template URL.');
  }
  const chosen = isPrevious ? stack.target?.text : text;
  if (chosen === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  return chosen;
}
