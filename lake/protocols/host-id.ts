import { randomBytes } from 'node:crypto';

/** S3's second id of a request, `x-amz-id-2`. */
export function newHostId(): string {
  return randomBytes(48).toString('base64');
}
