import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { failure } from '../failure.js';
import { runFailure } from '../run/run-failure.js';
import { printed } from '../run/values.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { duckType } from '../types/duck-type.js';
import { fileValue } from './file-value.js';
import type { StoredColumn } from './stored-type.js';

const MEMORY_LIMIT = '128MB';
const ROWS_BETWEEN_FLUSHES = 20_000;
/** Athena User Guide, "ctas-insert-into": a query writes at most 100 partitions. */
const MAX_PARTITIONS = 100;

/** DuckDB's names of the codecs that Athena takes for Parquet (Athena User Guide, "compression-support-hive"). */
export type ParquetCodec = 'uncompressed' | 'gzip' | 'snappy' | 'zstd' | 'lz4';

/** A file with the rows of one partition; without partition keys, `values` is empty. */
export interface WrittenFile {
  readonly path: string;
  readonly values: readonly (string | null)[];
}

/**
 * Takes rows one by one and leaves them as Parquet files in a folder of its own. It runs no text of any caller's: what a
 * caller names stands in it as quoted column names of the files, and values only as values. Rows wait in an
 * instance of its own, which spills to the folder, so that memory is bounded whatever their number.
 */
export class ParquetWriter {
  readonly #folder: string;
  readonly #columns: readonly StoredColumn[];
  readonly #keys: readonly StoredColumn[];
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #appender: DuckDBAppender;
  readonly #types: readonly DuckDBType[];
  /** By their JSON: the texts of the keys; a partition's place marks its rows. */
  readonly #partitions = new Map<string, { readonly mark: number; readonly values: readonly (string | null)[] }>();
  #rows = 0;

  private constructor(
    folder: string,
    shape: { readonly columns: readonly StoredColumn[]; readonly keys: readonly StoredColumn[] },
    database: { readonly instance: DuckDBInstance; readonly connection: DuckDBConnection },
    appender: DuckDBAppender,
  ) {
    this.#folder = folder;
    this.#columns = shape.columns;
    this.#keys = shape.keys;
    this.#instance = database.instance;
    this.#connection = database.connection;
    this.#appender = appender;
    this.#types = shape.columns.map((_, index) => appender.columnType(index));
  }

  /** `folder` is made, and removed by `close`. */
  static async create(
    folder: string,
    columns: readonly StoredColumn[],
    keys: readonly StoredColumn[],
  ): Promise<ParquetWriter> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const settings = { threads: '1', memory_limit: MEMORY_LIMIT, temp_directory: folder };
    const instance = await DuckDBInstance.create(':memory:', settings);
    const connection = await instance.connect();
    const fields = columns.map(({ type }, index) => sql`${Sql.name('c', index)} ${duckType(type)}`);
    await connection.run(sql`CREATE TABLE t0 (${list([...fields, sql`p0 INTEGER`])})`.text);
    return new ParquetWriter(
      folder,
      { columns, keys },
      { instance, connection },
      await connection.createAppender('t0'),
    );
  }

  get rowCount(): number {
    return this.#rows;
  }

  /** Values of the columns, then of the keys. Throws QueryFailure for a partition too many. */
  append(row: readonly unknown[]): void {
    for (const [index, type] of this.#types.entries()) {
      const value = row[index];
      if (value === null || value === undefined) this.#appender.appendNull();
      // The rows are the engine's own values, of the very types that the table was made with.
      else this.#appender.appendValue(value as DuckDBValue, type);
    }
    this.#appender.appendInteger(this.#partitionOf(row.slice(this.#columns.length)));
    this.#appender.endRow();
    this.#rows += 1;
    if (this.#rows % ROWS_BETWEEN_FLUSHES === 0) this.#appender.flushSync();
  }

  /** One file for each partition that has rows. Throws QueryFailure. */
  async finish(codec: ParquetCodec, signal: AbortSignal): Promise<readonly WrittenFile[]> {
    const interrupt = (): void => this.#connection.interrupt();
    signal.addEventListener('abort', interrupt, { once: true });
    try {
      signal.throwIfAborted();
      this.#appender.closeSync();
      const files: WrittenFile[] = [];
      for (const { mark, values } of this.#partitions.values()) {
        const path = join(this.#folder, `${mark}.parquet`);
        await this.#connection.run(this.#copySql(mark, path, codec).text);
        files.push({ path, values });
      }
      return files;
    } catch (error) {
      throw runFailure(error, signal, 'running');
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  async close(): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #partitionOf(values: readonly unknown[]): number {
    // The empty text is in the partition of NULL, as it is to Hive.
    const texts = this.#keys.map(({ type }, index) => printed(values[index], type) || null);
    const known = this.#partitions.get(JSON.stringify(texts));
    if (known !== undefined) return known.mark;
    if (this.#partitions.size >= MAX_PARTITIONS) {
      const text = `Exceeded limit of ${MAX_PARTITIONS} open writers for partitions/buckets`;
      throw failure('HIVE_TOO_MANY_OPEN_PARTITIONS', text);
    }
    const mark = this.#partitions.size;
    this.#partitions.set(JSON.stringify(texts), { mark, values: texts });
    return mark;
  }

  #copySql(mark: number, path: string, codec: ParquetCodec): Sql {
    const fields = this.#columns.map(
      ({ name, type }, index) => sql`${fileValue(Sql.name('c', index), type)} AS ${Sql.fileColumn(name)}`,
    );
    const rows = sql`SELECT ${list(fields)} FROM t0 WHERE p0 = ${Sql.whole(mark)}`;
    return sql`COPY (${rows}) TO ${Sql.literal(path)} (FORMAT parquet, COMPRESSION ${Sql.literal(codec)})`;
  }
}
