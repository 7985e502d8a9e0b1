import { closeSync, constants, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LakeproofError } from '../../core/error.js';
import type { TrailEvent } from '../model/trail.js';
import { type Journal, NO_JOURNAL } from '../storage/journal.js';
import { type EventAttribute, EventIndex } from './event-index.js';
import { readEvent, savedEvent } from './saved-event.js';

/** What the event history finds events by; the record itself lies in a file. */
export interface IndexedEvent {
  /** Grows by one with each event; never used again. */
  readonly sequence: number;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly readOnly: boolean;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  /** Whole seconds, in milliseconds since the epoch. */
  readonly eventTimeMs: number;
  /** From when LookupEvents shows it, in milliseconds since the epoch. */
  readonly visibleAtMs: number;
  readonly offset: number;
  readonly lengthBytes: number;
}

/** The event history forgets after 90 days; the lake after so many events. Index entries are small, records lie on disk. */
const MAX_EVENTS = 500_000;

/** Writing each line by itself would be a good part of what a call costs. */
const FLUSH_BYTES = 64 * 1024;
const FLUSH_MS = 50;

/** Events in the order they were made. */
export class TrailStore {
  readonly #index = new EventIndex();
  #sizeBytes = 0;
  readonly #file: number;
  /** Lines that are not in the file yet, and how many bytes they are. */
  #unwritten: Buffer[] = [];
  #unwrittenBytes = 0;
  #flushing: NodeJS.Timeout | undefined;

  /** Told which event is new, by its sequence. */
  readonly #changed: (key: string) => void;

  /** Writes `trail/events.jsonl` below `stateDir`, readable by its owner only; the journal keeps what they are found by. */
  constructor(stateDir: string, journal: Journal = NO_JOURNAL) {
    mkdirSync(join(stateDir, 'trail'), { recursive: true, mode: 0o700 });
    const path = join(stateDir, 'trail', 'events.jsonl');
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    journal.beforeCommit(() => this.#flush());
    this.#changed = journal.keep({
      name: 'cloudtrail/events',
      keys: () => this.#index.sequences(),
      save: (key) => savedEvent(this.#index.get(Number(key))),
      restore: (key, saved) => this.#restore(Number(key), readEvent(saved)),
      // The oldest go by themselves, here as there.
      remove: () => undefined,
      restored: () => this.#cutTail(path),
    });
  }

  add(event: TrailEvent, index: Pick<IndexedEvent, 'userName' | 'accessKeyId' | 'resources' | 'visibleAtMs'>): void {
    const line = Buffer.from(`${JSON.stringify(event)}\n`, 'utf8');
    this.#unwritten.push(line);
    this.#unwrittenBytes += line.length;
    this.#index.add({
      ...index,
      eventId: event.eventID,
      eventName: event.eventName,
      eventSource: event.eventSource,
      readOnly: event.readOnly,
      eventTimeMs: Date.parse(event.eventTime),
      offset: this.#sizeBytes,
      lengthBytes: line.length - 1,
    });
    this.#sizeBytes += line.length;
    this.#changed(String(this.#index.range[1] - 1));
    if (this.#unwrittenBytes >= FLUSH_BYTES) this.#flush();
    else this.#flushing ??= setTimeout(() => this.#flush(), FLUSH_MS).unref();
    this.#forgetOldest();
  }

  #restore(sequence: number, event: Omit<IndexedEvent, 'sequence'>): void {
    this.#index.addAt(sequence, event);
    this.#sizeBytes = event.offset + event.lengthBytes + 1;
    this.#forgetOldest();
  }

  /** Lines that no record names were never part of an answer. */
  #cutTail(path: string): void {
    if (fstatSync(this.#file).size < this.#sizeBytes) throw eventsAreMissing(path);
    ftruncateSync(this.#file, this.#sizeBytes);
  }

  #forgetOldest(): void {
    if (this.#index.size > MAX_EVENTS) this.#index.dropOldest();
  }

  /** Newest first, from below `beforeSequence`, those that have the attribute. */
  newestFirst(beforeSequence = Number.POSITIVE_INFINITY, attribute?: EventAttribute): Generator<IndexedEvent> {
    return this.#index.newestFirst(beforeSequence, attribute);
  }

  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    if (this.#unwrittenBytes === 0) return;
    const bytes = Buffer.concat(this.#unwritten);
    writeSync(this.#file, bytes, 0, bytes.length, this.#sizeBytes - this.#unwrittenBytes);
    this.#unwritten = [];
    this.#unwrittenBytes = 0;
  }

  /** The record's JSON text. */
  read(event: IndexedEvent): string {
    this.#flush();
    const bytes = Buffer.alloc(event.lengthBytes);
    readSync(this.#file, bytes, 0, event.lengthBytes, event.offset);
    return bytes.toString('utf8');
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }
}

function eventsAreMissing(path: string): LakeproofError {
  return new LakeproofError({
    code: 'LAKE_STATE_DAMAGED',
    message: `${path} is shorter than the journal says: events are missing`,
    likelyCause: 'something else wrote to the file, or the disk lost a part of it',
    nextStep: 'name another folder with --state; what this one holds can no longer be trusted',
  });
}
