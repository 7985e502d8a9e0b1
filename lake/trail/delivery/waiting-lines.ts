import type { SpooledLine } from './spool-segment.js';

/** Lines are added, so there is more room by a chunk at a time: a larger array in the place of the last would copy it. */
const CHUNK_LINES = 1_024;

interface Chunk {
  /** Of each line its offset and its length; a segment is far below 4 GB. */
  readonly whole: Uint32Array;
  /** When each may be delivered, in milliseconds since the epoch. */
  readonly deliverAtMs: Float64Array;
}

/** Lines that wait, in their order. There may be many, for all of a delivery's period: numbers side by side, and no object for each. */
export class WaitingLines {
  readonly #chunks: Chunk[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(line: SpooledLine): void {
    if (this.#size === this.#chunks.length * CHUNK_LINES) this.#chunks.push(newChunk());
    this.#set(this.#size, line);
    this.#size += 1;
  }

  /** Throws RangeError for an index that is not there. */
  line(index: number): SpooledLine {
    const { whole, deliverAtMs } = this.#chunkOf(index);
    const at = index % CHUNK_LINES;
    return { offset: whole[at * 2] ?? 0, lengthBytes: whole[at * 2 + 1] ?? 0, deliverAtMs: deliverAtMs[at] ?? 0 };
  }

  isDue(index: number, nowMs: number): boolean {
    return index < this.#size && (this.#chunkOf(index).deliverAtMs[index % CHUNK_LINES] ?? 0) <= nowMs;
  }

  /** All of them, in their order. */
  *[Symbol.iterator](): Generator<SpooledLine> {
    for (let index = 0; index < this.#size; index += 1) yield this.line(index);
  }

  /** Lets those go whose offsets are named, and tells how many they were and of how many bytes. */
  remove(gone: ReadonlySet<number>): { readonly lines: number; readonly bytes: number } {
    let kept = 0;
    let bytes = 0;
    for (const line of this) {
      if (gone.has(line.offset)) {
        bytes += line.lengthBytes;
        continue;
      }
      this.#set(kept, line);
      kept += 1;
    }
    const lines = this.#size - kept;
    this.#size = kept;
    this.#chunks.length = Math.ceil(kept / CHUNK_LINES);
    return { lines, bytes };
  }

  #set(index: number, { offset, lengthBytes, deliverAtMs }: SpooledLine): void {
    const chunk = this.#chunks[Math.floor(index / CHUNK_LINES)];
    if (chunk === undefined) throw new RangeError(`there is no room for line ${index}`);
    const at = index % CHUNK_LINES;
    chunk.whole[at * 2] = offset;
    chunk.whole[at * 2 + 1] = lengthBytes;
    chunk.deliverAtMs[at] = deliverAtMs;
  }

  #chunkOf(index: number): Chunk {
    const chunk = index < this.#size ? this.#chunks[Math.floor(index / CHUNK_LINES)] : undefined;
    if (chunk === undefined) throw new RangeError(`there is no line ${index}`);
    return chunk;
  }
}

function newChunk(): Chunk {
  return { whole: new Uint32Array(CHUNK_LINES * 2), deliverAtMs: new Float64Array(CHUNK_LINES) };
}
