import { randomBytes } from 'node:crypto';
import { liesBelow, pathOfS3Uri } from '../../access/lakeformation/locations.js';
import type { Caller } from '../../model/caller.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StoredObject } from '../../model/objects.js';
import type { StatementRequest } from '../../model/statement.js';
import { failure, type QueryFailure } from '../failure.js';
import { recordRefusedObject } from './object-calls.js';

/**
 * Each object that a table's scan is about to read, for its partitions can lie anywhere. What Lake Formation gives out
 * for a registered table ends at the table's own folder (Athena User Guide, "lf-athena-limitations": partitions outside
 * it "cannot be read from Athena"); elsewhere the caller's own s3:GetObject on the object counts. `reader` is who asks S3.
 * Throws QueryFailure.
 */
export function mayReadFiles(
  lake: Lake,
  request: StatementRequest,
  table: GlueTable,
  files: readonly StoredObject[],
  reader: Caller,
): void {
  const { caller } = request.exchange;
  const isVended = lake.permissions.vendsData(caller.principalArn, table);
  const folder = pathOfS3Uri(table.storage.location ?? '');
  for (const file of files) {
    const path = `${file.bucket}/${file.key}`;
    const mayRead = isVended
      ? folder !== undefined && liesBelow(path, folder)
      : isAllowedOnS3(lake, request, 's3:GetObject', path);
    if (mayRead) continue;
    recordRefusedObject(request.exchange, reader, file);
    throw s3AccessDenied();
  }
}

/** IAM's answer on `bucket` or `bucket/key`. */
export function isAllowedOnS3(
  lake: Lake,
  { exchange }: StatementRequest,
  action: string,
  path: string,
  conditionKeys: Readonly<Record<string, string>> = {},
): boolean {
  const resource = `arn:${lake.partition}:s3:::${path}`;
  return lake.isAllowed(exchange.caller, { action, resource, conditionKeys }, exchange).allowed;
}

/** S3's refusal, as the engine hands it on (seen: aws/context-ontology-accelerator#38). */
export function s3AccessDenied(): QueryFailure {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  return failure('PERMISSION_DENIED', `Access Denied (Service: S3, Status Code: 403, Request ID: ${requestId})`);
}
