import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CheckedJournal } from './checked-journal.js';

class Impostor {
  readonly n = 1;
}

let folder: string;
let journal: CheckedJournal;
let records: Map<string, unknown>;
let changed: (key: string) => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-checked-'));
  journal = new CheckedJournal(folder);
  records = new Map<string, unknown>();
  changed = journal.keep({
    name: 'test/records',
    keys: () => records.keys(),
    save: (key) => records.get(key),
    restore: (key, saved) => records.set(key, saved),
    remove: (key) => records.delete(key),
  });
  tell('plain', { n: 1 });
  tell('nested', { list: [{ at: new Date(1), tags: new Map([['a', new Set(['x'])]]) }] });
  journal.commit();
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function tell(key: string, value: unknown): void {
  records.set(key, value);
  changed(key);
}

interface Nested {
  readonly list: readonly [{ readonly at: Date; readonly tags: Map<string, Set<string>> }];
}

describe('a journal that goes through every record', () => {
  const behindItsBack: readonly (readonly [what: string, change: (nested: Nested) => void])[] = [
    ['a record that is another', () => records.set('plain', { n: 2 })],
    ['a record that nobody spoke of', () => records.set('new', { n: 1 })],
    ['a record that is gone', () => records.delete('plain')],
    ['a member of a set in a map', ({ list }) => list[0].tags.get('a')?.add('y')],
    ['an entry of a map', ({ list }) => list[0].tags.delete('a')],
    ['a date that was set', ({ list }) => list[0].at.setTime(2)],
    ['an instance of a class', () => records.set('plain', new Impostor())],
  ];

  it.each(behindItsBack)('throws at the commit for %s', (_what, change) => {
    change(records.get('nested') as Nested);
    expect(() => journal.commit()).toThrow();
  });

  it.each(behindItsBack.filter(([what]) => !what.includes('class')))(
    'lets %s pass when it is told',
    (_what, change) => {
      change(records.get('nested') as Nested);
      for (const key of ['plain', 'nested', 'new']) changed(key);
      expect(() => journal.commit()).not.toThrow();
      expect(() => journal.close()).not.toThrow();
    },
  );

  it('takes a record for the same that would be saved as the same', () => {
    records.set('plain', { m: undefined, n: 1 });
    expect(() => journal.commit()).not.toThrow();
  });
});
