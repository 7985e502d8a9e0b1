import { AppendLog } from '../../storage/append-log.js';

const NEWLINE = 0x0a;
/** No Date is later than this many digits can say. */
const DELIVER_AT_DIGITS = 16;
/** `2026-07-01T21:01:47Z` */
const EVENT_TIME_LENGTH = 20;
const EVENT_TIME_AT = DELIVER_AT_DIGITS + 1;
const RECORD_AT = EVENT_TIME_AT + EVENT_TIME_LENGTH + 1;

/** A line of a segment, and when it may be delivered. */
export interface SpooledLine {
  /** Of the line; no other begins there. */
  readonly offset: number;
  /** Of its record. */
  readonly lengthBytes: number;
  readonly deliverAtMs: number;
}

/** What a line says. */
export interface SpooledRecord {
  readonly eventTime: string;
  /** JSON text. */
  readonly record: Buffer;
}

/** Where the next line begins. */
export function endOf({ offset, lengthBytes }: SpooledLine): number {
  return offset + RECORD_AT + lengthBytes + 1;
}

/**
 * One file of a spool: lines `DELIVER-AT-MS EVENT-TIME RECORD`, that are only added to. What stands before the record is as
 * long in every line, so that nobody needs to remember where records begin.
 */
export class SpoolSegment {
  readonly #log: AppendLog;
  #lastHead = { deliverAtMs: Number.NaN, eventTime: '', text: '' };

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

  /** `eventTime` is in whole seconds, as CloudTrail writes it; throws RangeError for another. */
  add(record: string, about: { readonly deliverAtMs: number; readonly eventTime: string }): SpooledLine {
    const { deliverAtMs, eventTime } = about;
    const head = this.#headOf(deliverAtMs, eventTime);
    const offset = this.#log.appendLine(record, head);
    return { offset, lengthBytes: this.#log.sizeBytes - offset - RECORD_AT - 1, deliverAtMs };
  }

  /** Many events are of one millisecond, and numbers take long to become texts. */
  #headOf(deliverAtMs: number, eventTime: string): string {
    const last = this.#lastHead;
    if (last.deliverAtMs === deliverAtMs && last.eventTime === eventTime) return last.text;
    const text = `${String(deliverAtMs).padStart(DELIVER_AT_DIGITS, '0')} ${eventTime} `;
    if (text.length !== RECORD_AT) throw new RangeError(`the line would begin with ${text}`);
    this.#lastHead = { deliverAtMs, eventTime, text };
    return text;
  }

  read({ offset, lengthBytes }: SpooledLine): SpooledRecord {
    const bytes = this.#log.read(offset, RECORD_AT + lengthBytes);
    return { eventTime: bytes.toString('latin1', EVENT_TIME_AT, RECORD_AT - 1), record: bytes.subarray(RECORD_AT) };
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
    for (let offset = 0; offset < sizeBytes; ) {
      const end = bytes.indexOf(NEWLINE, offset);
      if (end < 0) break;
      const deliverAtMs = Number(bytes.toString('latin1', offset, offset + DELIVER_AT_DIGITS));
      lines.push({ offset, lengthBytes: end - offset - RECORD_AT, deliverAtMs });
      offset = end + 1;
    }
    return lines;
  }

  close(): void {
    this.#log.close();
  }
}
