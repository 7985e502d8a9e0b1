import { join } from 'node:path';
import { z } from 'zod';
import type { TrailEvent } from '../model/trail.js';
import { AppendLog } from '../storage/append-log.js';
import { type Journal, NO_JOURNAL } from '../storage/journal.js';
import { BLOCK_EVENTS, EventBlock } from './event-block.js';
import { EventIndex } from './event-index.js';
import type { EventAttribute, IndexedEvent } from './indexed-event.js';
import { readEvent, savedEvent } from './saved-event.js';

const base64 = z.string();

/** The event history forgets after 90 days; the lake after so many events. Index entries are small, records lie on disk. */
const MAX_EVENTS = 500_000;

/** What nobody asks for is in the file after so long. */
const FLUSH_MS = 50;

/** Events in the order they were made. */
export class TrailStore {
  readonly #index = new EventIndex();
  readonly #log: AppendLog;
  #flushing: NodeJS.Timeout | undefined;
  #isClosed = false;
  /** Told which event is new, by its sequence, or is in a full block now. */
  readonly #eventChanged: (key: string) => void;
  /** Told which block is full or gone, by its number. */
  readonly #blockChanged: (key: string) => void;

  /**
   * Writes `trail/events.jsonl` below `stateDir`, readable by its owner only. The journal keeps what events are found by:
   * one record for each full block, and one for each event that is in none yet.
   */
  constructor(stateDir: string, journal: Journal = NO_JOURNAL) {
    this.#log = new AppendLog(join(stateDir, 'trail', 'events.jsonl'));
    journal.beforeCommit(() => this.#flush());
    this.#blockChanged = journal.keep({
      name: 'cloudtrail/event-blocks',
      keys: () => this.#index.fullBlocks.map(String),
      save: (key) => this.#index.block(Number(key))?.toBytes().toString('base64'),
      restore: (key, saved) => this.#index.setBlock(Number(key), blockOf(saved)),
      // Only the oldest ever goes.
      remove: () => this.#index.dropOldest(),
    });
    this.#eventChanged = journal.keep({
      name: 'cloudtrail/events',
      keys: () => [...this.#index.looseSequences()].map(String),
      save: (key) => savedEvent(this.#looseEvent(Number(key))),
      restore: (key, saved) => this.#index.addAt(Number(key), readEvent(saved)),
      // It is in its block, which came with it.
      remove: () => undefined,
      restored: () => this.#log.resume(this.#loggedBytes()),
    });
  }

  /** `text` is the event's JSON, where it was made for others too. */
  add(
    event: TrailEvent,
    index: Pick<IndexedEvent, 'userName' | 'accessKeyId' | 'resources' | 'eventTimeMs' | 'visibleAtMs'>,
    text = JSON.stringify(event),
  ): void {
    const offset = this.#log.appendLine(text);
    const [, sequence] = this.#index.range;
    // Spelled out: with the rest of an object in it, each of them would be made property by property.
    const fullBlock = this.#index.add({
      eventId: event.eventID,
      eventName: event.eventName,
      eventSource: event.eventSource,
      userName: index.userName,
      accessKeyId: index.accessKeyId,
      readOnly: event.readOnly,
      resources: index.resources,
      eventTimeMs: index.eventTimeMs,
      visibleAtMs: index.visibleAtMs,
      offset,
      lengthBytes: this.#log.sizeBytes - offset - 1,
    });
    this.#eventChanged(String(sequence));
    if (fullBlock !== undefined) this.#isFull(fullBlock);
    if (!this.#isClosed) this.#flushing ??= setTimeout(() => this.#flush(), FLUSH_MS).unref();
  }

  /** Newest first, from below `beforeSequence`, those that have the attribute. */
  newestFirst(beforeSequence = Number.POSITIVE_INFINITY, attribute?: EventAttribute): Generator<IndexedEvent> {
    return this.#index.newestFirst(beforeSequence, attribute);
  }

  /** The record's JSON text. */
  read(event: IndexedEvent): string {
    return this.#log.read(event.offset, event.lengthBytes).toString('utf8');
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#flushing);
    this.#log.close();
  }

  /** One record takes the place of those of its events. */
  #isFull(block: number): void {
    this.#blockChanged(String(block));
    for (let at = 0; at < BLOCK_EVENTS; at += 1) this.#eventChanged(String(block * BLOCK_EVENTS + at));
    const dropped = this.#index.size > MAX_EVENTS ? this.#index.dropOldest() : undefined;
    if (dropped !== undefined) this.#blockChanged(String(dropped));
  }

  #looseEvent(sequence: number): IndexedEvent | undefined {
    const block = Math.floor(sequence / BLOCK_EVENTS);
    return this.#index.block(block) === undefined ? this.#index.get(sequence) : undefined;
  }

  /** Up to the end of the last line. */
  #loggedBytes(): number {
    const [, next] = this.#index.range;
    const last = this.#index.get(next - 1);
    return last === undefined ? 0 : last.offset + last.lengthBytes + 1;
  }

  #flush(): void {
    clearTimeout(this.#flushing);
    this.#flushing = undefined;
    this.#log.flush();
  }
}

function blockOf(saved: unknown): EventBlock {
  return EventBlock.fromBytes(Buffer.from(base64.parse(saved), 'base64'));
}
