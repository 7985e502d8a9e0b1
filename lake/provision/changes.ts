import { canonicalJson } from '../../core/canonical-json.js';

/** True for equal values, whatever the order of their members. */
export function same(left: unknown, right: unknown): boolean {
  return left === right || written(left) === written(right);
}

function written(value: unknown): string {
  return value === undefined ? '' : canonicalJson(JSON.parse(JSON.stringify(value)));
}

/** Items that only one of two lists has. */
export function listChange<T>(
  before: readonly T[],
  after: readonly T[],
): { readonly added: readonly T[]; readonly removed: readonly T[] } {
  const has = (list: readonly T[], item: T) => list.some((one) => same(one, item));
  return { added: after.filter((item) => !has(before, item)), removed: before.filter((item) => !has(after, item)) };
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Tags to be put, and the keys of those to be taken away. */
export function tagChange(
  before: readonly Tag[] = [],
  after: readonly Tag[] = [],
): { readonly put: readonly Tag[]; readonly removed: readonly string[] } {
  const kept = new Set(after.map(({ Key }) => Key));
  return {
    put: listChange(before, after).added,
    removed: before.map(({ Key }) => Key).filter((key) => !kept.has(key)),
  };
}
