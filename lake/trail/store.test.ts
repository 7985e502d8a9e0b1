import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TrailEvent } from '../model/trail.js';
import { FileJournal } from '../storage/file-journal.js';
import { TrailStore } from './store.js';

let folder: string;
let journalPath: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-events-'));
  journalPath = join(folder, 'journal.jsonl');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Kept {
  readonly journal: FileJournal;
  readonly store: TrailStore;
}

function open(isNew: boolean): Kept {
  const onDefect = (defect: unknown): void => {
    throw defect;
  };
  const journal = new FileJournal({ path: journalPath, isNew, onDefect });
  const store = new TrailStore(folder, journal);
  journal.restore();
  return { journal, store };
}

function record({ journal, store }: Kept, count: number): void {
  for (let number = 0; number < count; number += 1) {
    store.add(eventOf(number), {
      userName: 'ann',
      accessKeyId: 'ASIA1',
      resources: [{ type: 'AWS::Glue::Table', name: `t${number % 3}` }],
      eventTimeMs: Date.parse('2026-01-01T00:00:00Z'),
      visibleAtMs: number,
    });
    if (number % 100 === 0) journal.commit();
  }
  journal.commit();
}

function eventOf(number: number): TrailEvent {
  return {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser' },
    eventTime: '2026-01-01T00:00:00Z',
    eventSource: 'glue.amazonaws.com',
    eventName: `Event${number}`,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: 'test',
    requestParameters: null,
    responseElements: null,
    requestID: randomUUID(),
    eventID: randomUUID(),
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  };
}

function seen({ store }: Kept): readonly object[] {
  return [...store.newestFirst()].map((event) => ({
    sequence: event.sequence,
    id: event.eventId,
    name: event.eventName,
    resources: event.resources,
    visibleAtMs: event.visibleAtMs,
    record: store.read(event),
  }));
}

it.each([0, 1, 4_095, 4_096, 4_097, 9_000])('has %s events again after its process is gone', (count) => {
  const first = open(true);
  record(first, count);
  const before = seen(first);
  expect(before).toHaveLength(count);
  const second = open(false);
  expect(seen(second)).toEqual(before);

  record(second, 5_000);
  const more = seen(second);
  expect(more.slice(5_000)).toEqual(before);
  expect(seen(open(false))).toEqual(more);
});

it('keeps one record for a full block of events, and names none of them any more', () => {
  const first = open(true);
  record(first, 20_000);
  const lines = readFileSync(journalPath, 'utf8').split('\n');
  // It was written anew on the way: what is left is less than a record for each event.
  expect(lines.filter((line) => line.includes('"cloudtrail/events"')).length).toBeLessThan(150);
  expect(seen(open(false))).toHaveLength(20_000);
});

it('is refused when its file is shorter than the journal says', () => {
  record(open(true), 10);
  truncateSync(join(folder, 'trail', 'events.jsonl'), 100);
  expect(() => open(false)).toThrow(expect.objectContaining({ code: 'LAKE_STATE_DAMAGED' }));
});
