import type { SpooledLine } from './spool-segment.js';

/** Of each line its number, offset, length, and when it may be delivered. */
const COLUMNS = 4;
const FIRST_LINES = 256;

/** Lines that wait, in their order. There may be many, for all of a delivery's period: numbers side by side, and no object for each. */
export class WaitingLines {
  #numbers = new Float64Array(FIRST_LINES * COLUMNS);
  /** Texts that lines of the same second share. */
  readonly #times: string[] = [];

  get size(): number {
    return this.#times.length;
  }

  add({ number, offset, lengthBytes, deliverAtMs, eventTime }: SpooledLine): void {
    const at = this.#times.length * COLUMNS;
    if (at === this.#numbers.length) {
      const grown = new Float64Array(2 * at);
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers.set([number, offset, lengthBytes, deliverAtMs], at);
    this.#times.push(eventTime);
  }

  /** Throws RangeError for an index that is not there. */
  line(index: number): SpooledLine {
    const eventTime = this.#times[index];
    if (eventTime === undefined) throw new RangeError(`there is no line ${index}`);
    const [number = 0, offset = 0, lengthBytes = 0, deliverAtMs = 0] = this.#rowOf(index);
    return { number, offset, lengthBytes, deliverAtMs, eventTime };
  }

  isDue(index: number, nowMs: number): boolean {
    return index < this.size && (this.#numbers[index * COLUMNS + 3] ?? 0) <= nowMs;
  }

  /** Their numbers, in their order. */
  *numbers(): Generator<number> {
    for (let index = 0; index < this.size; index += 1) yield this.#numbers[index * COLUMNS] ?? 0;
  }

  /** Lets those go whose numbers are named, and tells how many they were and of how many bytes. */
  remove(gone: ReadonlySet<number>): { readonly lines: number; readonly bytes: number } {
    let kept = 0;
    let bytes = 0;
    for (let index = 0; index < this.size; index += 1) {
      const [number = 0, , lengthBytes = 0] = this.#rowOf(index);
      if (gone.has(number)) {
        bytes += lengthBytes;
        continue;
      }
      this.#numbers.copyWithin(kept * COLUMNS, index * COLUMNS, (index + 1) * COLUMNS);
      this.#times[kept] = this.#times[index] ?? '';
      kept += 1;
    }
    const lines = this.size - kept;
    this.#times.length = kept;
    return { lines, bytes };
  }

  #rowOf(index: number): Float64Array {
    return this.#numbers.subarray(index * COLUMNS, (index + 1) * COLUMNS);
  }
}
