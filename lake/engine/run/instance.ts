import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import type { Sql } from '../sql/fragment.js';
import { runFailure } from './run-failure.js';

const MEMORY_LIMIT = '2GB';
const THREADS = '2';

/** Nothing outside the instance can be reached after these, and they cannot be taken back. */
const LOCKS = [
  `SET temp_directory = ''`,
  'SET enable_external_access = false',
  'SET allow_community_extensions = false',
  'SET autoload_known_extensions = false',
  'SET autoinstall_known_extensions = false',
  `SET disabled_filesystems = 'LocalFileSystem'`,
  'SET lock_configuration = true',
  'BEGIN TRANSACTION READ ONLY',
];

/**
 * A database in memory that holds what one statement may see and nothing else, so that enforcement does not rest on
 * reading the statement right. Used once, then thrown away.
 */
export class CapabilityInstance {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Filled by `fills`, which alone read files, then locked. */
  static async create(fills: readonly Sql[], signal: AbortSignal): Promise<CapabilityInstance> {
    const instance = await DuckDBInstance.create(':memory:', { threads: THREADS, memory_limit: MEMORY_LIMIT });
    const connection = await instance.connect();
    const capability = new CapabilityInstance(instance, connection);
    const interrupt = (): void => connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      for (const fill of fills) await connection.run(fill.text);
      for (const lock of LOCKS) await connection.run(lock);
    } catch (error) {
      capability.close();
      throw runFailure(error, signal, 'filling');
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
    return capability;
  }

  /** Runs the one query and gives its rows as they come. Throws QueryFailure. */
  async *rows(query: Sql, signal: AbortSignal): AsyncGenerator<readonly unknown[]> {
    const interrupt = (): void => this.#connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      signal.throwIfAborted();
      const result = await this.#start(query);
      for await (const chunk of result.yieldRows()) yield* chunk;
    } catch (error) {
      throw runFailure(error, signal, 'running');
    } finally {
      signal.removeEventListener('abort', interrupt);
      this.close();
    }
  }

  async #start(query: Sql): Promise<DuckDBResult> {
    const statements = await this.#connection.extractStatements(query.text);
    if (statements.count !== 1) throw new Error('a statement became several');
    return this.#connection.stream(query.text);
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
