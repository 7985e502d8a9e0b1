import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FileJournal } from './file-journal.js';
import { STATE_FORMAT_VERSION } from './journal-file.js';
import { KeptMap } from './kept-map.js';

let folder: string;
let path: string;
const defects: unknown[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-journal-'));
  path = join(folder, 'journal.jsonl');
  defects.length = 0;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Kept {
  readonly journal: FileJournal;
  readonly letters: KeptMap<string>;
  readonly numbers: KeptMap<{ count: number; at: Date }>;
}

const numberSchema = z.object({ count: z.number(), at: z.date() });

function open(isNew: boolean): Kept {
  const journal = new FileJournal({ path, isNew, onDefect: (defect) => defects.push(defect) });
  const letters = new KeptMap(journal, { name: 'letters', parse: (saved) => z.string().parse(saved) });
  const numbers = new KeptMap(journal, { name: 'numbers', parse: (saved) => numberSchema.parse(saved) });
  journal.restore();
  return { journal, letters, numbers };
}

const at = new Date('2026-07-01T10:00:00.123Z');

describe('what a journal keeps', () => {
  it('is what was committed, in the order it came', () => {
    const { journal, letters, numbers } = open(true);
    letters.set('b', 'B').set('a', 'A').set('c', 'C');
    numbers.set('one', { count: 1, at });
    journal.commit();
    letters.delete('b');
    const one = numbers.get('one');
    if (one !== undefined) one.count = 2;
    numbers.changed('one');
    journal.commit();
    letters.set('b', 'again');
    journal.commit();
    letters.set('lost', 'never committed');

    const again = open(false);
    expect([...again.letters]).toEqual([
      ['a', 'A'],
      ['c', 'C'],
      ['b', 'again'],
    ]);
    expect([...again.numbers]).toEqual([['one', { count: 2, at }]]);
  });

  it('takes the place of what is made before it is put back', () => {
    const first = open(true);
    first.letters.set('initial', 'x');
    first.journal.commit();
    first.letters.delete('initial');
    first.journal.commit();
    const journal = new FileJournal({ path, isNew: false, onDefect: () => undefined });
    const letters = new KeptMap(journal, { name: 'letters', parse: (saved) => z.string().parse(saved) });
    letters.set('initial', 'made by the service itself');
    journal.restore();
    expect([...letters]).toEqual([]);
  });

  it('is written though nobody commits', async () => {
    const { letters } = open(true);
    letters.set('a', 'A');
    await expect.poll(() => readFileSync(path, 'utf8')).toContain('"a"');
  });

  it('can be read by its owner only', () => {
    open(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('a line that its process did not finish', () => {
  it.each([1, 5, 20])('is cut off, %s bytes short, and what follows is kept', (missing) => {
    const { journal, letters } = open(true);
    letters.set('a', 'A');
    journal.commit();
    const whole = statSync(path).size;
    letters.set('b', 'B').set('c', 'C');
    journal.commit();
    truncateSync(path, statSync(path).size - missing);

    const again = open(false);
    expect([...again.letters.keys()]).toEqual(['a']);
    expect(statSync(path).size).toBe(whole);
    again.letters.set('d', 'D');
    again.journal.commit();
    expect(open(false).letters.get('d')).toBe('D');
  });

  it('is none when others follow it: then the file is refused', () => {
    const { journal, letters } = open(true);
    for (const key of ['a', 'b']) {
      letters.set(key, key.toUpperCase());
      journal.commit();
    }
    writeFileSync(path, readFileSync(path, 'utf8').replace('"A"', '"X"'));
    expect(() => open(false)).toThrow(expect.objectContaining({ code: 'LAKE_STATE_DAMAGED' }));
  });
});

describe('a file that this lake cannot read', () => {
  it.each([STATE_FORMAT_VERSION - 1, STATE_FORMAT_VERSION + 1])('is refused when it is of version %d', (version) => {
    writeFileSync(path, `{"lakeproofState":${version}}\n`);
    expect(() => open(false)).toThrow(expect.objectContaining({ code: 'LAKE_STATE_VERSION' }));
  });

  it('is refused when it has records of an unknown kind', () => {
    const { journal } = open(true);
    new KeptMap(journal, { name: 'others', parse: String }).set('a', 'A');
    journal.commit();
    expect(() => open(false)).toThrow(expect.objectContaining({ code: 'LAKE_STATE_DAMAGED' }));
  });
});

describe('a file that is overwritten for the most part', () => {
  function overwritten({ letters, journal }: Kept, times: number): void {
    for (let count = 0; count < times; count += 1) {
      letters.set('second', String(count));
      journal.commit();
    }
  }

  it('is written anew while the lake goes on, and only then', () => {
    const kept = open(true);
    kept.letters.set('first', '1');
    overwritten(kept, 9_999);
    const before = statSync(path).size;
    overwritten(kept, 10);
    expect(statSync(path).size).toBeLessThan(before / 100);
    kept.letters.set('third', '3');
    kept.journal.commit();
    expect([...open(false).letters]).toEqual([
      ['first', '1'],
      ['second', '9'],
      ['third', '3'],
    ]);
  });

  it('is written anew under the name that it has by then', () => {
    const kept = open(true);
    kept.journal.moveTo(join(folder, 'moved.jsonl'));
    overwritten(kept, 10_001);
    expect(readdirSync(folder)).toEqual(['moved.jsonl']);
    expect(statSync(join(folder, 'moved.jsonl')).size).toBeLessThan(1_000);
  });

  it('stays as it is when there is no room for another, and is told of', () => {
    const kept = open(true);
    mkdirSync(`${path}.new`);
    overwritten(kept, 10_001);
    expect(defects).toEqual([expect.objectContaining({ code: 'EISDIR' })]);
    rmSync(`${path}.new`, { recursive: true });
    expect(open(false).letters.get('second')).toBe('10000');
  });

  it('keeps large records, in several lines', () => {
    const kept = open(true);
    for (let count = 0; count < 5; count += 1) kept.letters.set(`large ${count}`, 'x'.repeat(700_000));
    overwritten(kept, 10_001);
    expect(readFileSync(path, 'utf8').split('\n').length).toBeGreaterThan(3);
    expect([...open(false).letters.values()].map(({ length }) => length)).toEqual([
      700_000, 700_000, 700_000, 700_000, 700_000, 5,
    ]);
  });
});

it('does what waits for a commit after it, and writes first what the records name', async () => {
  const { journal, letters } = open(true);
  const seen: string[] = [];
  journal.beforeCommit(() => seen.push('before'));
  letters.set('a', 'A');
  await journal.afterCommit(() => {
    seen.push(`after, ${readFileSync(path, 'utf8').includes('"A"') ? 'written' : 'not written'}`);
    return Promise.resolve();
  });
  expect(seen).toEqual([]);
  journal.commit();
  expect(seen).toEqual(['before', 'after, written']);
});
