import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const sample = z.strictObject({ source: z.string(), event: z.record(z.string(), z.unknown()) });

/** A published event, with where it was published; see `samples/`. */
export function sampleOf(name: string): z.infer<typeof sample> {
  return sample.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'samples', `${name}.json`), 'utf8')));
}

/**
 * What differs between any two accounts and moments, each by a mark that keeps its form: a field that holds something of
 * another form still differs.
 */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>'],
  [/\b(AWSLF-\d\d-[A-Z]{2}-)(\d{12})-\w+/g, '$1<account>-<suffix>'],
  [/\b\d{12}\b/g, '<account>'],
  [/\b(?:us|eu|ap)-(?:north|south|east|west|central|southeast)-\d\b/g, '<region>'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{4,}\b/g, '<access key>'],
  [/\b(?:AROA|AIDA)[A-Z0-9]{4,}(?=[:."])/g, '<id>'],
];

/** Every leaf of an event by its path, marked. */
function leavesOf(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).flatMap(([name, member]) =>
      leavesOf(member, path === '' ? name : `${path}.${name}`),
    );
    return members.length === 0 ? [[path, Array.isArray(value) ? '[]' : '{}']] : members;
  }
  return [[path, MARKS.reduce((text, [form, mark]) => text.replace(form, mark), JSON.stringify(value))]];
}

/** How one field differs: `not here`, `not there` or both values. */
export interface Difference {
  readonly path: string;
  readonly published: string | undefined;
  readonly emitted: string | undefined;
}

/** Fields of `published` and `emitted` that are not of the same value. An excerpt is compared by what it holds alone. */
export function differencesOf(published: object, emitted: object, isExcerpt: boolean): readonly Difference[] {
  const there = new Map(leavesOf(published));
  const here = new Map(leavesOf(emitted));
  const paths = new Set([...there.keys(), ...(isExcerpt ? [] : here.keys())]);
  return [...paths]
    .sort()
    .map((path) => ({ path, published: there.get(path), emitted: here.get(path) }))
    .filter((one) => one.published !== one.emitted);
}
