import { type DuckDBAppender, type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import type { Sql } from '../sql/fragment.js';
import type { Copy } from './fill.js';
import { runFailure } from './run-failure.js';
import { boundStreams } from './stream-buffer.js';
import type { TrustedReader } from './trusted-reader.js';

/** What an instance may use. */
export interface InstanceBounds {
  readonly memoryLimit: string;
  /** A private folder that it may spill to; without one, what does not fit ends the query. */
  readonly spill?: { readonly folder: string; readonly limit: string };
}

/** What is made of a row. `frees`: what is made of it holds nothing of the row's own memory, which may go at once. */
export interface RowTaker<T> {
  readonly take: (row: readonly unknown[]) => T;
  readonly frees: boolean;
}

/** Rows that are appended before they are handed over to the table, so that they are counted as its memory. */
const FLUSH_EVERY_CHUNKS = 2;

const TABLES = 'SELECT count(*) FROM duckdb_tables()';
const TABLES_AND_VIEWS = `SELECT count(*) FROM (FROM duckdb_tables() SELECT table_name
  UNION ALL FROM duckdb_views() SELECT view_name WHERE NOT internal)`;

/**
 * A database in memory that holds what one statement may see and nothing else, so that enforcement does not rest on
 * reading the statement right. It is locked before anything is in it: it reads no file, and is handed its rows. After
 * its statement it is emptied, and can serve another.
 */
export class CapabilityInstance {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  #held: Copy[] = [];

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** Empty and locked. */
  static async create({ memoryLimit, spill }: InstanceBounds): Promise<CapabilityInstance> {
    const instance = await DuckDBInstance.create(':memory:', {
      threads: '1',
      memory_limit: memoryLimit,
      temp_directory: spill?.folder ?? '',
      ...(spill === undefined ? {} : { max_temp_directory_size: spill.limit }),
      enable_external_access: 'false',
      allow_community_extensions: 'false',
      autoload_known_extensions: 'false',
      autoinstall_known_extensions: 'false',
    });
    const capability = new CapabilityInstance(instance, await boundStreams(await instance.connect()));
    // Spilling needs the file system; without external access it reaches no further than its own folder.
    if (spill === undefined) await capability.#connection.run(`SET disabled_filesystems = 'LocalFileSystem'`);
    await capability.#connection.run('SET lock_configuration = true');
    return capability;
  }

  /** Takes in the copies, which `reader` alone reads from files, and allows nothing but reading from then on. */
  async fill(copies: readonly Copy[], reader: TrustedReader, signal: AbortSignal): Promise<void> {
    try {
      for (const copy of copies) {
        await this.#connection.run(copy.create.text);
        this.#held.push(copy);
        if (copy.select !== undefined) await this.#append(copy.table, copy.select, reader, signal);
      }
      await this.#connection.run('BEGIN TRANSACTION READ ONLY');
    } catch (error) {
      throw runFailure(error, signal, 'filling');
    }
  }

  async #append(table: Sql, select: Sql, reader: TrustedReader, signal: AbortSignal): Promise<void> {
    let appender: DuckDBAppender | undefined;
    let unflushed = 0;
    for await (const chunk of reader.chunks(select, signal)) {
      appender ??= await this.#connection.createAppender(table.text);
      appender.appendDataChunk(chunk);
      unflushed += 1;
      if (unflushed % FLUSH_EVERY_CHUNKS === 0) appender.flushSync();
    }
    appender?.closeSync();
  }

  /** Runs the one query and gives its rows as they come, as `taker` takes them. Throws QueryFailure. */
  async *rows<T>(query: Sql, { take, frees }: RowTaker<T>, signal: AbortSignal): AsyncGenerator<readonly T[]> {
    const interrupt = (): void => this.#connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      signal.throwIfAborted();
      const result = await this.#start(query);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        const taken = chunk.getRows().map(take);
        // The garbage collector does not see how much a chunk holds.
        if (frees) chunk.reset();
        yield taken;
      }
    } catch (error) {
      throw runFailure(error, signal, 'running');
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  async #start(query: Sql): Promise<DuckDBResult> {
    const statements = await this.#connection.extractStatements(query.text);
    if (statements.count !== 1) throw new Error('a statement became several');
    return this.#connection.stream(query.text);
  }

  /** Drops what it holds. Throws when anything is left: it must not serve another statement then. */
  async empty(): Promise<void> {
    await this.#connection.run('ROLLBACK');
    for (const { drop } of this.#held) await this.#connection.run(drop.text);
    const left = await this.#connection.runAndReadAll(
      this.#held.some(({ select }) => select === undefined) ? TABLES_AND_VIEWS : TABLES,
    );
    this.#held = [];
    if (left.getRows()[0]?.[0] !== 0n) throw new Error('an instance could not be emptied');
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}
