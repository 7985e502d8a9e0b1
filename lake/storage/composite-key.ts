import { z } from 'zod';

const partsSchema = z.array(z.string());

/** The key of a record that several names stand for. */
export function compositeKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** The names, of which there may be more than are asked for. Throws Error for a key that is none of compositeKey's. */
export function partsOfKey(key: string): readonly [string, string, ...string[]] {
  const [first, second, ...others] = partsSchema.parse(JSON.parse(key));
  if (first === undefined || second === undefined) throw new Error(`${key} is not a key of several names`);
  return [first, second, ...others];
}
