import { same } from './changes.js';
import type { Provider } from './provider.js';

interface ChangedValue {
  readonly name: string;
  /** What it is to become. */
  readonly value: unknown;
}

/** Top-level properties that differ. */
export function changedPaths(before: unknown, after: unknown): readonly ChangedValue[] {
  const names = new Set([...Object.keys(membersOf(before)), ...Object.keys(membersOf(after))]);
  return [...names]
    .map((name) => ({ name, value: membersOf(after)[name] }))
    .filter(({ name, value }) => !same(membersOf(before)[name], value));
}

/** The paths that differ and take a new resource; none when the change is made in place. */
export function replacementOf(provider: Provider, before: unknown, after: unknown): readonly ChangedValue[] {
  return provider.replacedBy
    .map((path) => ({ name: path, value: valueAt(after, path) }))
    .filter(({ name, value }) => !same(valueAt(before, name), value));
}

/** True when the template names the resource, and by the same name as before: two of it cannot be there at once. */
export function keepsItsName(provider: Provider, before: unknown, after: unknown): boolean {
  const named = provider.names.filter((path) => valueAt(after, path) !== undefined);
  return named.length > 0 && named.every((path) => same(valueAt(before, path), valueAt(after, path)));
}

function valueAt(properties: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => membersOf(value)[name], properties);
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
