import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** An event that waits for its log file; the record itself lies in a file. */
export interface SpooledEvent {
  readonly segment: Segment;
  readonly offset: number;
  readonly lengthBytes: number;
  /** Not before. */
  readonly deliverAtMs: number;
  readonly eventTime: string;
}

interface Segment {
  readonly path: string;
  readonly file: number;
  sizeBytes: number;
  /** How many of its events wait. */
  waiting: number;
}

/** What waits beyond these goes, the oldest first: CloudTrail tries for 30 days, the lake for as long as it has room. */
const MAX_EVENTS = 200_000;
const MAX_BYTES = 512 * 1024 * 1024;
const SEGMENT_BYTES = 16 * 1024 * 1024;
/** Writing each line by itself would be a good part of what a call costs. */
const FLUSH_BYTES = 64 * 1024;

/** Events of one trail between their making and their delivery, in files of their own that go when they are delivered. */
export class Spool {
  readonly #folder: string;
  readonly #segments: Segment[] = [];
  #number = 0;
  #waiting: SpooledEvent[] = [];
  #waitingBytes = 0;
  /** Lines of the last segment that are not in its file yet. */
  #unwritten: Buffer[] = [];
  #unwrittenBytes = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get size(): number {
    return this.#waiting.length;
  }

  add(line: string, about: { readonly deliverAtMs: number; readonly eventTime: string }): void {
    const bytes = Buffer.from(line, 'utf8');
    const segment = this.#openSegment();
    const event = { segment, offset: segment.sizeBytes, lengthBytes: bytes.length, ...about };
    this.#unwritten.push(bytes);
    this.#unwrittenBytes += bytes.length;
    segment.sizeBytes += bytes.length;
    segment.waiting += 1;
    this.#waiting.push(event);
    this.#waitingBytes += bytes.length;
    if (this.#unwrittenBytes >= FLUSH_BYTES) this.#flush();
    while (this.#waiting.length > MAX_EVENTS || this.#waitingBytes > MAX_BYTES)
      this.forget(this.#waiting.slice(0, 1000));
  }

  /** The first events whose time has come, no more than the bounds. */
  due(nowMs: number, bounds: { readonly events: number; readonly bytes: number }): readonly SpooledEvent[] {
    const due: SpooledEvent[] = [];
    let bytes = 0;
    for (const event of this.#waiting) {
      if (event.deliverAtMs > nowMs) continue;
      bytes += event.lengthBytes;
      if (due.length > 0 && bytes > bounds.bytes) break;
      due.push(event);
      if (due.length >= bounds.events) break;
    }
    return due;
  }

  /** The record's JSON text. */
  read({ segment, offset, lengthBytes }: SpooledEvent): Buffer {
    this.#flush();
    const bytes = Buffer.alloc(lengthBytes);
    readSync(segment.file, bytes, 0, lengthBytes, offset);
    return bytes;
  }

  /** Lets delivered events go, and files that hold no other. */
  forget(events: readonly SpooledEvent[]): void {
    const gone = new Set(events);
    this.#waiting = this.#waiting.filter((event) => !gone.has(event));
    for (const { segment, lengthBytes } of events) {
      segment.waiting -= 1;
      this.#waitingBytes -= lengthBytes;
    }
    for (const segment of [...this.#segments]) if (segment.waiting === 0) this.#remove(segment);
  }

  /** Removes what is left. */
  close(): void {
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const segment of [...this.#segments]) this.#remove(segment);
  }

  #openSegment(): Segment {
    const last = this.#segments.at(-1);
    if (last !== undefined && last.sizeBytes < SEGMENT_BYTES) return last;
    this.#flush();
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#number += 1;
    const path = join(this.#folder, `${this.#number}.jsonl`);
    const segment: Segment = { path, file: openSync(path, 'w+', 0o600), sizeBytes: 0, waiting: 0 };
    this.#segments.push(segment);
    return segment;
  }

  #flush(): void {
    const segment = this.#segments.at(-1);
    if (segment === undefined || this.#unwrittenBytes === 0) return;
    const bytes = Buffer.concat(this.#unwritten);
    let written = 0;
    while (written < bytes.length) {
      const at = segment.sizeBytes - this.#unwrittenBytes + written;
      written += writeSync(segment.file, bytes, written, bytes.length - written, at);
    }
    this.#unwritten = [];
    this.#unwrittenBytes = 0;
  }

  #remove(segment: Segment): void {
    if (segment === this.#segments.at(-1)) {
      this.#unwritten = [];
      this.#unwrittenBytes = 0;
    }
    this.#segments.splice(this.#segments.indexOf(segment), 1);
    closeSync(segment.file);
    rmSync(segment.path, { force: true });
  }
}
