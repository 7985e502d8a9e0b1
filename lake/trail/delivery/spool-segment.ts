import { AppendLog } from '../../storage/append-log.js';

const SPACE = 0x20;
const NEWLINE = 0x0a;

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
  readonly #log: AppendLog;
  #lines = 0;

  /** Readable by its owner only. */
  constructor(path: string) {
    this.#log = new AppendLog(path);
  }

  get path(): string {
    return this.#log.path;
  }

  get sizeBytes(): number {
    return this.#log.sizeBytes;
  }

  get lines(): number {
    return this.#lines;
  }

  add(record: string, about: { readonly deliverAtMs: number; readonly eventTime: string }): SpooledLine {
    const head = `${about.deliverAtMs} ${about.eventTime} `;
    const bytes = Buffer.from(`${head}${record}\n`, 'utf8');
    const offset = this.#log.append(bytes) + head.length;
    this.#lines += 1;
    return { number: this.#lines - 1, offset, lengthBytes: bytes.length - head.length - 1, ...about };
  }

  read({ offset, lengthBytes }: SpooledLine): Buffer {
    return this.#log.read(offset, lengthBytes);
  }

  flush(): void {
    this.#log.flush();
  }

  /**
   * Takes up the lines of a file that was written before; what lies behind `sizeBytes` was never part of an answer. Throws
   * LakeproofError `LAKE_STATE_DAMAGED` when it is shorter.
   */
  restore(sizeBytes: number): readonly SpooledLine[] {
    this.#log.resume(sizeBytes);
    const bytes = this.#log.read(0, sizeBytes);
    const lines: SpooledLine[] = [];
    for (let start = 0; start < sizeBytes; ) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      const timeAt = bytes.indexOf(SPACE, start) + 1;
      const offset = bytes.indexOf(SPACE, timeAt) + 1;
      lines.push({
        number: lines.length,
        offset,
        lengthBytes: end - offset,
        deliverAtMs: Number(bytes.toString('latin1', start, timeAt - 1)),
        eventTime: bytes.toString('latin1', timeAt, offset - 1),
      });
      start = end + 1;
    }
    this.#lines = lines.length;
    return lines;
  }

  close(): void {
    this.#log.close();
  }
}
