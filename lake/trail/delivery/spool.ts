import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Journal } from '../../storage/journal.js';
import { endOf, type SpooledLine, type SpooledRecord, SpoolSegment } from './spool-segment.js';
import { WaitingLines } from './waiting-lines.js';

/** An event that waits for its log file; the record itself lies in a file. */
export interface SpooledEvent extends SpooledLine {
  readonly segment: Segment;
}

interface Segment {
  /** `SPOOL/NUMBER`, by which the journal knows it. */
  readonly key: string;
  readonly content: SpoolSegment;
  readonly waiting: WaitingLines;
}

/** What waits beyond these goes, the oldest first: CloudTrail tries for 30 days, the lake for as long as it has room. */
const MAX_EVENTS = 200_000;
const MAX_BYTES = 512 * 1024 * 1024;
const DROPPED_AT_ONCE = 1_000;
const SEGMENT_BYTES = 16 * 1024 * 1024;

const sizeSchema = z.number().int().nonnegative();
/** From the beginning of a line to the end of one. */
type Range = readonly [number, number];
const rangesSchema = z.array(z.tuple([z.number(), z.number()]));

/** The spools of all trails: their files below a folder, and in the journal how far they go and what of them is delivered. */
export class Spools {
  readonly #folder: string;
  readonly #journal: Journal;
  readonly #segments = new Map<string, Segment>();
  /** What the journal has put back so far: the last of a segment's records counts. */
  readonly #restored = new Map<string, { sizeBytes: number; delivered: readonly Range[] }>();
  readonly #sizeChanged: (key: string) => void;
  readonly #deliveredChanged: (key: string) => void;

  constructor(folder: string, journal: Journal) {
    this.#folder = folder;
    this.#journal = journal;
    journal.beforeCommit(() => {
      for (const { content } of this.#segments.values()) content.flush();
    });
    const keys = (): Iterable<string> => this.#segments.keys();
    this.#sizeChanged = journal.keep({
      name: 'cloudtrail/spools',
      keys,
      save: (key) => this.#segments.get(key)?.content.sizeBytes,
      restore: (key, saved) => {
        this.#restored.set(key, { delivered: [], ...this.#restored.get(key), sizeBytes: sizeSchema.parse(saved) });
      },
      remove: (key) => this.#restored.delete(key),
    });
    this.#deliveredChanged = journal.keep({
      name: 'cloudtrail/spools-delivered',
      keys,
      save: (key) => deliveredOf(this.#segments.get(key)),
      restore: (key, saved) => {
        this.#restored.set(key, { sizeBytes: 0, ...this.#restored.get(key), delivered: rangesSchema.parse(saved) });
      },
      remove: (key) => this.#restored.delete(key),
      restored: () => this.#takeUp(),
    });
  }

  /** The spool of this name, with what was there before. */
  open(name: string): Spool {
    const found = [...this.#segments.values()].filter(({ key }) => key.startsWith(`${name}/`));
    return new Spool(this, name, found);
  }

  add(key: string): Segment {
    const segment = { key, content: this.#file(key), waiting: new WaitingLines() };
    this.#segments.set(key, segment);
    this.#sizeChanged(key);
    this.#deliveredChanged(key);
    return segment;
  }

  grew({ key }: Segment): void {
    this.#sizeChanged(key);
  }

  delivered({ key }: Segment): void {
    this.#deliveredChanged(key);
  }

  /** Its file goes when the journal does not name it any more. */
  remove({ key, content }: Segment): void {
    this.#segments.delete(key);
    this.#sizeChanged(key);
    this.#deliveredChanged(key);
    content.close();
    // A file that could not be removed is named by nothing any more.
    this.#journal.afterCommit(() => rm(content.path, { force: true })).catch(() => undefined);
  }

  close(): void {
    for (const { content } of this.#segments.values()) content.close();
  }

  #file(key: string): SpoolSegment {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return new SpoolSegment(join(this.#folder, `${key.replace('/', '-')}.jsonl`));
  }

  #takeUp(): void {
    this.#segments.clear();
    for (const [key, { sizeBytes, delivered }] of this.#restored) {
      const segment: Segment = { key, content: this.#file(key), waiting: new WaitingLines() };
      const isDelivered = ({ offset }: SpooledLine): boolean =>
        delivered.some(([from, to]) => offset >= from && offset < to);
      for (const line of segment.content.restore(sizeBytes)) if (!isDelivered(line)) segment.waiting.add(line);
      this.#segments.set(key, segment);
    }
    this.#restored.clear();
  }
}

/** Events of one trail between their making and their delivery. */
export class Spool {
  readonly #spools: Spools;
  readonly #name: string;
  readonly #segments: Segment[];
  #number: number;
  #size = 0;
  #bytes = 0;

  constructor(spools: Spools, name: string, segments: readonly Segment[]) {
    this.#spools = spools;
    this.#name = name;
    this.#segments = [...segments];
    this.#number = Math.max(0, ...segments.map(({ key }) => Number(key.split('/')[1])));
    for (const { waiting } of segments) {
      this.#size += waiting.size;
      for (const { lengthBytes } of waiting) this.#bytes += lengthBytes;
    }
  }

  get size(): number {
    return this.#size;
  }

  add(record: string, about: { readonly deliverAtMs: number; readonly eventTime: string }): void {
    const segment = this.#openSegment();
    const line = segment.content.add(record, about);
    segment.waiting.add(line);
    this.#size += 1;
    this.#bytes += line.lengthBytes;
    this.#spools.grew(segment);
    while (this.#size > MAX_EVENTS || this.#bytes > MAX_BYTES) {
      this.forget(this.due(Number.POSITIVE_INFINITY, { events: DROPPED_AT_ONCE, bytes: Number.POSITIVE_INFINITY }));
    }
  }

  /** The first events whose time has come, no more than the bounds. */
  due(nowMs: number, bounds: { readonly events: number; readonly bytes: number }): readonly SpooledEvent[] {
    const due: SpooledEvent[] = [];
    let bytes = 0;
    for (const segment of this.#segments) {
      const { waiting } = segment;
      for (let index = 0; index < waiting.size; index += 1) {
        if (!waiting.isDue(index, nowMs)) continue;
        const line = waiting.line(index);
        bytes += line.lengthBytes;
        if (due.length > 0 && bytes > bounds.bytes) return due;
        due.push({ ...line, segment });
        if (due.length >= bounds.events) return due;
      }
    }
    return due;
  }

  read(event: SpooledEvent): SpooledRecord {
    return event.segment.content.read(event);
  }

  /** Lets delivered events go, and files that hold no other. */
  forget(events: readonly SpooledEvent[]): void {
    const gone = new Map<Segment, Set<number>>();
    for (const { segment, offset } of events) gone.set(segment, (gone.get(segment) ?? new Set()).add(offset));
    for (const [segment, offsets] of gone) {
      const { lines, bytes } = segment.waiting.remove(offsets);
      this.#size -= lines;
      this.#bytes -= bytes;
      if (segment.waiting.size === 0) this.#remove(segment);
      else this.#spools.delivered(segment);
    }
  }

  /** Lets all go. */
  discard(): void {
    this.#size = 0;
    this.#bytes = 0;
    for (const segment of [...this.#segments]) this.#remove(segment);
  }

  #openSegment(): Segment {
    const last = this.#segments.at(-1);
    if (last !== undefined && last.content.sizeBytes < SEGMENT_BYTES) return last;
    this.#number += 1;
    const segment = this.#spools.add(`${this.#name}/${this.#number}`);
    this.#segments.push(segment);
    return segment;
  }

  #remove(segment: Segment): void {
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    this.#spools.remove(segment);
  }
}

/** The lines that do not wait any more, as ranges; new lines do not change them. */
function deliveredOf(segment: Segment | undefined): readonly Range[] | undefined {
  if (segment === undefined) return undefined;
  const { waiting, content } = segment;
  const ranges: [number, number][] = [];
  let next = 0;
  for (const line of waiting) {
    if (line.offset > next) ranges.push([next, line.offset]);
    next = endOf(line);
  }
  if (next < content.sizeBytes) ranges.push([next, content.sizeBytes]);
  return ranges;
}
