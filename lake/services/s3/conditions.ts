import { AwsError } from '../../model/aws-error.js';
import type { S3Request } from '../../model/s3.js';
import { noSuchKey, preconditionFailed } from './errors.js';
import type { ObjectRecord } from './object-store.js';

/**
 * The conditions of a read, in the order of RFC 9110, 13.2.2. Throws PreconditionFailed (412), or NotModified (304),
 * which goes out without a body.
 */
export function checkReadConditions(request: Omit<S3Request, 'body'>, record: ObjectRecord): void {
  const { headers } = request;
  const ifMatch = headers['if-match'];
  const ifNoneMatch = headers['if-none-match'];
  if (ifMatch !== undefined) {
    if (!names(ifMatch, record.etag)) throw preconditionFailed('If-Match');
  } else if (isBefore(headers['if-unmodified-since'], record)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const unchangedSince = headers['if-modified-since'];
  const isUnchanged =
    ifNoneMatch === undefined
      ? unchangedSince !== undefined && !isBefore(unchangedSince, record)
      : names(ifNoneMatch, record.etag);
  if (isUnchanged) throw new AwsError('NotModified', 'Not Modified', { httpStatus: 304 });
}

/** The conditions of a write (S3 User Guide, "conditional-writes"). */
export function checkWriteConditions(
  request: Omit<S3Request, 'body'>,
  key: string,
  before: ObjectRecord | undefined,
): void {
  const ifNoneMatch = request.headers['if-none-match'];
  const ifMatch = request.headers['if-match'];
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*')
      throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented', {
        httpStatus: 501,
      });
    if (before !== undefined) throw preconditionFailed('If-None-Match');
  }
  if (ifMatch !== undefined) {
    if (before === undefined) throw noSuchKey(key);
    if (!names(ifMatch, before.etag)) throw preconditionFailed('If-Match');
  }
}

function names(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  const bare = etag.replaceAll('"', '');
  return header.split(',').some((entry) => entry.trim().replace(/^W\//, '').replaceAll('"', '') === bare);
}

/** True when the object changed after the time in the header; an unreadable time is no condition. */
function isBefore(header: string | undefined, record: ObjectRecord): boolean {
  const timeMs = header === undefined ? Number.NaN : Date.parse(header);
  return !Number.isNaN(timeMs) && timeMs < record.lastModified.getTime();
}
