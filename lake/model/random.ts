import { randomFillSync } from 'node:crypto';

/** Fetched for many at once: fetching takes as long for a few bytes as for all of these. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Random bytes, at most 4,096, never given out twice. The next call may write over them: use them at once. */
export function randomSlice(lengthBytes: number): Buffer {
  if (lengthBytes > pool.length)
    throw new RangeError(`${lengthBytes} bytes are more than the ${pool.length} of the pool`);
  if (used + lengthBytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += lengthBytes;
  return pool.subarray(used - lengthBytes, used);
}

/** A text of so many of the letters, at most 256 of them; each is as likely as the others where their number divides 256. */
export function randomLetters(letters: string, length: number): string {
  let text = '';
  for (const byte of randomSlice(length)) text += letters.charAt(byte % letters.length);
  return text;
}
