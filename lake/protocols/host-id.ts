import { randomFillSync } from 'node:crypto';

const ID_BYTES = 48;

/** Random bytes are fetched for many ids at once: fetching them takes as long for one id as for all of these. */
const pool = Buffer.alloc(64 * ID_BYTES);
let used = pool.length;

/** S3's second id of a request, `x-amz-id-2`. */
export function newHostId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.toString('base64', used - ID_BYTES, used);
}
