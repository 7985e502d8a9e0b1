import { z } from 'zod';

/**
 * A shape of an SDK's, as a caller sent it: it was read by the SDK's own schema when it came, and is not read by another
 * when it comes back from the state folder.
 */
export function sdkShape<T extends object>(): z.ZodType<T> {
  return z.custom<T>((value) => typeof value === 'object' && value !== null);
}
