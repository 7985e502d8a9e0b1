import type { DuckDBDataChunk } from '@duckdb/node-api';

/** What a chunk keeps when it is reset: room for 2,048 values of each column, of up to sixteen bytes. */
const KEPT_BYTES_A_COLUMN = 32 * 1024;
/** More than the few chunks of a small statement. */
const COLLECT_EVERY_BYTES = 2 * 1024 * 1024;

/**
 * Gives back the memory of a stream's chunks. What a reset leaves of a chunk goes with its object only, which to the
 * garbage collector is next to nothing: a million rows of one column, moved without a look at them, left 16 MB. So the
 * young objects are collected between, which takes a millisecond or two; without `--expose-gc` they wait.
 */
export class SpentChunks {
  #bytes = 0;

  add(chunk: DuckDBDataChunk): void {
    chunk.reset();
    this.#bytes += chunk.columnCount * KEPT_BYTES_A_COLUMN;
    if (this.#bytes < COLLECT_EVERY_BYTES) return;
    this.#bytes = 0;
    globalThis.gc?.({ type: 'minor' });
  }
}
