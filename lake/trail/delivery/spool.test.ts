import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileJournal } from '../../storage/file-journal.js';
import { NO_JOURNAL } from '../../storage/journal.js';
import { type Spool, type SpooledEvent, Spools } from './spool.js';

const EVENT_TIME = '2026-01-01T00:00:00Z';
const ANY = { events: 1_000_000, bytes: Number.POSITIVE_INFINITY };

let folder: string;
let spools: Spools;
let spool: Spool;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-spool-'));
  spools = new Spools(folder, NO_JOURNAL);
  spool = spools.open('1');
});
afterEach(() => {
  spools.close();
  rmSync(folder, { recursive: true, force: true });
});

function add(line: string, deliverAtMs = 0): void {
  spool.add(line, { deliverAtMs, eventTime: EVENT_TIME });
}

/** Files are removed in the background. */
const filesToBe = (count: number) => expect.poll(() => readdirSync(folder).length).toBe(count);

const read = (events: readonly SpooledEvent[]) => events.map((event) => spool.read(event).record.toString('utf8'));

it('gives each event when its time has come, and again until it is forgotten', () => {
  add('late', 2_000);
  add('early', 1_000);
  expect(read(spool.due(999, ANY))).toEqual([]);
  expect(read(spool.due(1_000, ANY))).toEqual(['early']);
  spool.forget(spool.due(1_000, ANY));
  expect(read(spool.due(2_000, ANY))).toEqual(['late']);
  expect(read(spool.due(2_000, ANY))).toEqual(['late']);
  spool.forget(spool.due(2_000, ANY));
  expect(spool.size).toBe(0);
});

it('gives no more than the bounds at once, and one that is larger than them by itself', () => {
  for (const line of ['one', 'two', 'three', 'x'.repeat(100)]) add(line);
  expect(read(spool.due(0, { events: 2, bytes: 1_000 }))).toEqual(['one', 'two']);
  expect(read(spool.due(0, { events: 10, bytes: 11 }))).toEqual(['one', 'two', 'three']);
  spool.forget(spool.due(0, { events: 3, bytes: 1_000 }));
  expect(read(spool.due(0, { events: 10, bytes: 11 }))).toEqual(['x'.repeat(100)]);
});

it('keeps each event with its own time, and takes none that is not written as CloudTrail writes it', () => {
  const times = ['2026-07-01T21:01:47Z', '1970-01-01T00:00:00Z', '9999-12-31T23:59:59Z'];
  for (const eventTime of times) spool.add('é', { deliverAtMs: 8_640_000_000_000_000, eventTime });
  const due = spool.due(8_640_000_000_000_000, ANY);
  expect(due.map((event) => spool.read(event).eventTime)).toEqual(times);
  expect(read(due)).toEqual(['é', 'é', 'é']);
  expect(() => spool.add('late', { deliverAtMs: 0, eventTime: '2026-07-01T21:01:47.000Z' })).toThrow(RangeError);
});

it('keeps the bytes of many in files that go with their events', async () => {
  const line = 'é'.repeat(10_000);
  for (let number = 0; number < 2_000; number += 1) add(`${number} ${line}`);
  expect(readdirSync(folder).length).toBeGreaterThan(1);
  const due = spool.due(0, ANY);
  expect(read(due)).toEqual(Array.from({ length: 2_000 }, (_, number) => `${number} ${line}`));
  add('last');
  spool.forget(due);
  await filesToBe(1);
  expect(read(spool.due(0, ANY))).toEqual(['last']);
  spool.forget(spool.due(0, ANY));
  await filesToBe(0);
});

it('lets the oldest go when more wait than it has room for', () => {
  for (let number = 0; number < 200_001; number += 1) add(String(number));
  expect(spool.size).toBeLessThanOrEqual(200_000);
  const due = spool.due(0, ANY);
  expect(read(due.slice(0, 1))).toEqual(['1000']);
  expect(read(due.slice(-1))).toEqual(['200000']);
});

it('is there again after a restart, without what was delivered and without what was never acknowledged', () => {
  const path = join(folder, 'journal.jsonl');
  const journal = new FileJournal({ path, isNew: true, onDefect: raise });
  const first = new Spools(folder, journal).open('7');
  for (const line of ['one', 'two', 'three', 'four']) first.add(line, { deliverAtMs: 5, eventTime: EVENT_TIME });
  journal.commit();
  first.forget(first.due(5, { events: 3, bytes: 1_000 }).slice(1));
  first.add('five', { deliverAtMs: 6, eventTime: EVENT_TIME });
  journal.commit();
  // Neither closed nor committed: as after a kill.
  first.add('six', { deliverAtMs: 6, eventTime: EVENT_TIME });
  const again = new FileJournal({ path, isNew: false, onDefect: raise });
  const spoolsAgain = new Spools(folder, again);
  again.restore();
  const second = spoolsAgain.open('7');
  const due = second.due(6, ANY);
  expect(due.map((event) => second.read(event).record.toString('utf8'))).toEqual(['one', 'four', 'five']);
  expect(due.map(({ deliverAtMs }) => deliverAtMs)).toEqual([5, 5, 6]);
  expect(due.map((event) => second.read(event).eventTime)).toEqual([EVENT_TIME, EVENT_TIME, EVENT_TIME]);
  second.forget(due);
  again.close();
  const third = new FileJournal({ path, isNew: false, onDefect: raise });
  const spoolsOnceMore = new Spools(folder, third);
  third.restore();
  expect(spoolsOnceMore.open('7').size).toBe(0);
  third.close();
  spoolsAgain.close();
});

function raise(defect: unknown): never {
  throw defect;
}
