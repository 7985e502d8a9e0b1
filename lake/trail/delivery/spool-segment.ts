import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/** Writing each line by itself would be a good part of what a call costs. */
const FLUSH_BYTES = 64 * 1024;

/** A line of a segment, and when it may be delivered. */
export interface SpooledLine {
  /** Counted from zero. */
  readonly number: number;
  /** Of the record, behind what the line says of it. */
  readonly offset: number;
  readonly lengthBytes: number;
  readonly deliverAtMs: number;
  readonly eventTime: string;
}

/** One file of a spool: lines `DELIVER-AT-MS EVENT-TIME RECORD`, that are only added to. */
export class SpoolSegment {
  readonly path: string;
  readonly #file: number;
  #sizeBytes = 0;
  #lines = 0;
  #unwritten: Buffer[] = [];
  #unwrittenBytes = 0;

  /** Readable by its owner only. */
  constructor(path: string) {
    this.path = path;
    this.#file = openSync(path, 'a+', 0o600);
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  get lines(): number {
    return this.#lines;
  }

  add(record: string, about: { readonly deliverAtMs: number; readonly eventTime: string }): SpooledLine {
    const head = `${about.deliverAtMs} ${about.eventTime} `;
    const bytes = Buffer.from(`${head}${record}\n`, 'utf8');
    const line = {
      number: this.#lines,
      offset: this.#sizeBytes + head.length,
      lengthBytes: bytes.length - head.length - 1,
      ...about,
    };
    this.#unwritten.push(bytes);
    this.#unwrittenBytes += bytes.length;
    this.#sizeBytes += bytes.length;
    this.#lines += 1;
    if (this.#unwrittenBytes >= FLUSH_BYTES) this.flush();
    return line;
  }

  read({ offset, lengthBytes }: SpooledLine): Buffer {
    this.flush();
    const bytes = Buffer.alloc(lengthBytes);
    readSync(this.#file, bytes, 0, lengthBytes, offset);
    return bytes;
  }

  flush(): void {
    if (this.#unwrittenBytes === 0) return;
    const bytes = Buffer.concat(this.#unwritten);
    let written = 0;
    while (written < bytes.length) written += writeSync(this.#file, bytes, written);
    this.#unwritten = [];
    this.#unwrittenBytes = 0;
  }

  /** Takes up the lines of a file that was written before; what lies behind `sizeBytes` was never part of an answer. */
  restore(sizeBytes: number): readonly SpooledLine[] {
    ftruncateSync(this.#file, sizeBytes);
    const bytes = Buffer.alloc(sizeBytes);
    readSync(this.#file, bytes, 0, sizeBytes, 0);
    const lines: SpooledLine[] = [];
    for (let start = 0; start < sizeBytes; ) {
      const end = bytes.indexOf('\n', start);
      if (end < 0) break;
      const [deliverAtMs = '', eventTime = ''] = bytes
        .toString('latin1', start, Math.min(end, start + 64))
        .split(' ', 2);
      const head = deliverAtMs.length + eventTime.length + 2;
      const about = { deliverAtMs: Number(deliverAtMs), eventTime };
      lines.push({ number: lines.length, offset: start + head, lengthBytes: end - start - head, ...about });
      start = end + 1;
    }
    this.#sizeBytes = sizeBytes;
    this.#lines = lines.length;
    return lines;
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }
}
