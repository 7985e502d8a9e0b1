import { createHash } from 'node:crypto';
import { AwsError } from '../../model/aws-error.js';
import type { S3Request } from '../../model/s3.js';
import { type Checksum, checksumFor } from '../../protocols/sigv4/checksum.js';
import { badDigest, invalidRequest } from './errors.js';
import { collect } from './xml.js';

/** What a request says its bytes must be. */
export interface Integrity {
  /** The checksum to compute, and what the header claims; a trailing one was compared while the body was read. */
  readonly checksum: Checksum | undefined;
  readonly claimedChecksum: string | undefined;
  readonly claimedMd5: string | undefined;
}

const PREFIX = 'x-amz-checksum-';
const NOT_VALUES = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']);

/** Source: S3 User Guide, "Checking object integrity". Throws AwsError InvalidRequest for more than one checksum. */
export function integrityOf(request: Omit<S3Request, 'body'>, fallbackHeader?: string): Integrity {
  const { headers } = request;
  const stated = Object.keys(headers).filter((name) => name.startsWith(PREFIX) && !NOT_VALUES.has(name));
  if (stated.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const trailing = (headers['x-amz-trailer'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  const algorithm = headers['x-amz-sdk-checksum-algorithm']?.toLowerCase();
  const header =
    stated[0] ??
    trailing.find((name) => name.startsWith(PREFIX)) ??
    (algorithm === undefined ? fallbackHeader : `${PREFIX}${algorithm}`);
  const checksum = header === undefined ? undefined : checksumFor(header);
  if (stated[0] !== undefined && checksum === undefined) {
    throw invalidRequest('The algorithm type you specified in x-amz-checksum- header is invalid.');
  }
  return {
    checksum,
    claimedChecksum: stated[0] === undefined ? undefined : headers[stated[0]],
    claimedMd5: headers['content-md5'],
  };
}

/** Compares what arrived with what was claimed. `checksumValue` is the digest of `integrity.checksum`. */
export function checkIntegrity(integrity: Integrity, md5: Buffer, checksumValue: string | undefined): void {
  const { claimedMd5, claimedChecksum, checksum } = integrity;
  if (claimedMd5 !== undefined) {
    const bytes = Buffer.from(claimedMd5, 'base64');
    if (bytes.length !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.');
    if (!bytes.equals(md5)) throw badDigest('Content-MD5');
  }
  if (claimedChecksum !== undefined && checksum !== undefined && claimedChecksum !== checksumValue) {
    throw badDigest(checksum.name);
  }
}

/** A body of XML, compared with what its headers claim. */
export async function collectVerified(request: S3Request): Promise<Buffer> {
  const integrity = integrityOf(request);
  const bytes = await collect(request.body);
  integrity.checksum?.update(bytes);
  checkIntegrity(integrity, createHash('md5').update(bytes).digest(), integrity.checksum?.digest());
  return bytes;
}
