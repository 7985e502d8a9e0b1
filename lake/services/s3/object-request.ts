import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { S3Request, S3Response } from '../../model/s3.js';
import { accessDenied, requireAccess } from './access.js';
import { type Bucket, bucketArn, objectArn } from './bucket.js';
import { noSuchKey } from './errors.js';
import type { KeptObject } from './kept-object.js';
import type { S3State } from './state.js';

/** A request about objects, with what every such operation needs. */
export interface ObjectRequest {
  readonly state: S3State;
  readonly request: S3Request;
  readonly exchange: Exchange;
  readonly bucket: Bucket;
  /** Empty for operations on the bucket's list. */
  readonly key: string;
}

export type ObjectOperation = (request: ObjectRequest) => Promise<S3Response> | S3Response;

/** S3 User Guide, "Naming Amazon S3 objects": up to 1,024 bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

export function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return;
  throw new AwsError('KeyTooLongError', 'Your key is too long', {
    members: { Size: Buffer.byteLength(key), MaxSizeAllowed: MAX_KEY_BYTES },
  });
}

/** Throws AccessDenied unless the caller may do `action` to the object. */
export function requireOnObject(
  about: ObjectRequest,
  action: string,
  conditionKeys: Readonly<Record<string, string>> = {},
  key: string = about.key,
): void {
  const resource = objectArn(about.state.account.partition, about.bucket.name, key);
  requireAccess(about.exchange, { action, resource, conditionKeys });
}

export function requireOnBucket(
  about: ObjectRequest,
  action: string,
  conditionKeys: Readonly<Record<string, string>> = {},
): void {
  const resource = bucketArn(about.state.account.partition, about.bucket.name);
  requireAccess(about.exchange, { action, resource, conditionKeys });
}

/**
 * The object, or NoSuchKey to whom may list the bucket, or AccessDenied to all others: who may not list may not learn
 * what is missing (S3 API Reference, GetObject, "Permissions").
 */
export function existingObject(about: ObjectRequest, action: string): KeptObject {
  requireOnObject(about, action);
  const record = about.bucket.objects.get(about.key);
  if (record !== undefined) return record;
  const { exchange } = about;
  const listing = { action: 's3:ListBucket', resource: bucketArn(about.state.account.partition, about.bucket.name) };
  const { allowed, reason } = exchange.lake.isAllowed(exchange.caller, listing, exchange);
  throw allowed ? noSuchKey(about.key) : accessDenied(exchange, listing, reason);
}
