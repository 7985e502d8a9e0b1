import type { z } from 'zod';
import type { Path } from './source.js';

/**
 * The data with harmless values where the schema found faults, so that misspelt names elsewhere in the file can be told
 * in the same reading. Undefined when a fault stands where names are made (a scope, a profile, a table's key): what
 * would be found beyond it might be wrong. The result is only for finding problems, never a policy.
 */
export function repaired(data: unknown, error: z.ZodError): unknown {
  const copy: unknown = structuredClone(data);
  for (const issue of error.issues) {
    const paths: readonly Path[] =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) {
      const done = issue.code === 'unrecognized_keys' ? put(copy, path, undefined) : mend(copy, path);
      if (!done) return undefined;
    }
  }
  return copy;
}

function mend(data: unknown, path: Path): boolean {
  const text = path.map((part) => (typeof part === 'number' ? '#' : String(part)));
  if (text.at(-1) === 'why') return put(data, path, 'why');
  if (text.join('.') === 'formatVersion') return put(data, path, 1);
  if (text.join('.') === 'name') return put(data, path, 'name');
  const [room, , field] = text;
  if (room === 'grants' && field === 'columns') return put(data, path.slice(0, 3), 'all');
  if (room === 'grants' && field === 'controls') return put(data, path.slice(0, 3), []);
  if (room === 'tables' && field === 'columns' && path.length >= 4) return put(data, path.slice(0, 4), null);
  return false;
}

/** Sets, or for undefined deletes, what stands at a path. False when nothing can stand there. */
function put(data: unknown, path: Path, value: unknown): boolean {
  const last = path.at(-1);
  let holder: unknown = data;
  for (const part of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null) return false;
    holder = Reflect.get(holder, part);
  }
  if (typeof holder !== 'object' || holder === null || last === undefined) return false;
  return value === undefined ? Reflect.deleteProperty(holder, last) : Reflect.set(holder, last, value);
}
