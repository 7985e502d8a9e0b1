import { inSeconds } from '../seconds.js';
import type { SpooledLine } from './spool-segment.js';

/** Of each line its number, offset, length, and its event's time in seconds; a segment is far below 4 GB. */
const WHOLE_COLUMNS = 4;
const FIRST_LINES = 256;
const GROWTH = 1.5;

/** Lines that wait, in their order. There may be many, for all of a delivery's period: numbers side by side, and no object for each. */
export class WaitingLines {
  #whole = new Uint32Array(FIRST_LINES * WHOLE_COLUMNS);
  /** When each may be delivered, in milliseconds since the epoch. */
  #deliverAtMs = new Float64Array(FIRST_LINES);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** `eventTime` is in whole seconds, as CloudTrail writes it. */
  add({ number, offset, lengthBytes, deliverAtMs, eventTime }: SpooledLine): void {
    if (this.#size === this.#deliverAtMs.length) this.#grow();
    this.#whole.set([number, offset, lengthBytes, Date.parse(eventTime) / 1_000], this.#size * WHOLE_COLUMNS);
    this.#deliverAtMs[this.#size] = deliverAtMs;
    this.#size += 1;
  }

  /** Throws RangeError for an index that is not there. */
  line(index: number): SpooledLine {
    if (index < 0 || index >= this.#size) throw new RangeError(`there is no line ${index}`);
    const [number = 0, offset = 0, lengthBytes = 0, seconds = 0] = this.#rowOf(index);
    const eventTime = inSeconds(new Date(seconds * 1_000));
    return { number, offset, lengthBytes, deliverAtMs: this.#deliverAtMs[index] ?? 0, eventTime };
  }

  isDue(index: number, nowMs: number): boolean {
    return index < this.#size && (this.#deliverAtMs[index] ?? 0) <= nowMs;
  }

  /** Their numbers, in their order. */
  *numbers(): Generator<number> {
    for (let index = 0; index < this.#size; index += 1) yield this.#whole[index * WHOLE_COLUMNS] ?? 0;
  }

  /** Lets those go whose numbers are named, and tells how many they were and of how many bytes. */
  remove(gone: ReadonlySet<number>): { readonly lines: number; readonly bytes: number } {
    let kept = 0;
    let bytes = 0;
    for (let index = 0; index < this.#size; index += 1) {
      const [number = 0, , lengthBytes = 0] = this.#rowOf(index);
      if (gone.has(number)) {
        bytes += lengthBytes;
        continue;
      }
      this.#whole.copyWithin(kept * WHOLE_COLUMNS, index * WHOLE_COLUMNS, (index + 1) * WHOLE_COLUMNS);
      this.#deliverAtMs[kept] = this.#deliverAtMs[index] ?? 0;
      kept += 1;
    }
    const lines = this.#size - kept;
    this.#size = kept;
    return { lines, bytes };
  }

  #grow(): void {
    const lines = Math.ceil(this.#deliverAtMs.length * GROWTH);
    const [whole, deliverAtMs] = [this.#whole, this.#deliverAtMs];
    this.#whole = new Uint32Array(lines * WHOLE_COLUMNS);
    this.#whole.set(whole);
    this.#deliverAtMs = new Float64Array(lines);
    this.#deliverAtMs.set(deliverAtMs);
  }

  #rowOf(index: number): Uint32Array {
    return this.#whole.subarray(index * WHOLE_COLUMNS, (index + 1) * WHOLE_COLUMNS);
  }
}
