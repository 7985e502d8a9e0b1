import { type DuckDBConnection, type DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import type { Sql } from '../sql/fragment.js';
import { SpentChunks } from './spent-chunks.js';
import { boundStreams } from './stream-buffer.js';

const MEMORY_LIMIT = '256MB';

/**
 * The one database that may read files. It runs statements of our own text and literals only, never one that a user's
 * statement became, and keeps nothing.
 */
export class TrustedReader {
  readonly #idle: DuckDBConnection[] = [];
  #instance: Promise<DuckDBInstance> | undefined;

  /** All rows of a small answer. */
  async rows(statement: Sql): Promise<readonly (readonly unknown[])[]> {
    const connection = await this.#connection();
    let finished = false;
    try {
      const reader = await connection.runAndReadAll(statement.text);
      finished = true;
      return reader.getRowsJS();
    } finally {
      this.#giveBack(connection, finished);
    }
  }

  /**
   * The rows of a statement, a chunk at a time. A chunk is the taker's until the next one is asked for: then its memory
   * goes, which would otherwise wait for the garbage collector, to whom it is invisible.
   */
  async *chunks(statement: Sql, signal: AbortSignal): AsyncGenerator<DuckDBDataChunk> {
    signal.throwIfAborted();
    const connection = await this.#connection();
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    const spent = new SpentChunks();
    let finished = false;
    try {
      const result = await connection.stream(statement.text);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        yield chunk;
        spent.add(chunk);
      }
      finished = true;
    } finally {
      signal.removeEventListener('abort', interrupt);
      this.#giveBack(connection, finished);
    }
  }

  /** A connection whose statement did not run to its end may still be busy with it. */
  #giveBack(connection: DuckDBConnection, finished: boolean): void {
    if (finished) this.#idle.push(connection);
    else connection.closeSync();
  }

  async #connection(): Promise<DuckDBConnection> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    this.#instance ??= DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: MEMORY_LIMIT,
      temp_directory: '',
      // What a footer says of its values is believed by our rules alone: what these want read is read.
      disabled_optimizers: 'statistics_propagation',
      // The system keeps files that are read often; a second copy of them would be this process's.
      enable_external_file_cache: 'false',
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    return boundStreams(await (await this.#instance).connect());
  }
}
