import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a token is the one, in a time that says nothing of either. */
export function isSameToken(stated: string, wanted: string): boolean {
  return timingSafeEqual(digest(stated), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
