import { messageOf } from '../../../core/error.js';
import type { StoredObject } from '../../model/objects.js';
import { QueryFailure } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { RECORD_MEMBERS, recordsOf } from './cloudtrail-logs.js';
import type { StoredFormat } from './stored-format.js';
import type { TrustedReader } from './trusted-reader.js';

/** What the lake knows of a file; of a Parquet file it is read from its footer, without the rows. */
export interface FileFacts {
  readonly format: StoredFormat;
  /** Of the file as a whole, where its format does not say by itself how it is packed. */
  readonly isGzip: boolean;
  /** Lower-case column → the name in the file. */
  readonly columns: ReadonlyMap<string, string>;
  /** Lower-case column → its type in the file. */
  readonly types: ReadonlyMap<string, string>;
  /** What is scanned whatever is asked for, beside the columns' own bytes. */
  readonly wholeBytes: number;
  /** Lower-case column → its compressed size. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Lower-case column → its size before compression; dictionaries make it less than its values take in memory. */
  readonly uncompressedBytes: ReadonlyMap<string, number>;
  readonly rows: number;
}

const MAX_KNOWN = 10_000;

/** Reads footers once; an object that is written anew has another etag. */
export class FileFactsReader {
  readonly #known = new Map<string, Promise<FileFacts>>();
  readonly #reader: TrustedReader;

  constructor(reader: TrustedReader) {
    this.#reader = reader;
  }

  factsOf(file: StoredObject, format: StoredFormat): Promise<FileFacts> {
    const key = `${file.path}\n${file.etag}\n${format}`;
    let facts = this.#known.get(key);
    if (facts === undefined) {
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      facts = format === 'parquet' ? this.#readFooter(file) : this.#readRecords(file);
      this.#known.set(key, facts);
    }
    return facts;
  }

  async #readFooter(file: StoredObject): Promise<FileFacts> {
    const path = Sql.literal(file.path);
    const columns = await this.#reader.rows(
      sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${path}))`,
    );
    const sizes = await this.#reader.rows(
      sql`SELECT path_in_schema, CAST(sum(total_compressed_size) AS DOUBLE), CAST(sum(total_uncompressed_size) AS DOUBLE),
            CAST(sum(row_group_num_rows) AS DOUBLE)
          FROM parquet_metadata(${path}) GROUP BY ALL`,
    );
    return {
      format: 'parquet',
      isGzip: false,
      wholeBytes: 0,
      columns: new Map(columns.map(([name]) => [String(name).toLowerCase(), String(name)])),
      types: new Map(columns.map(([name, type]) => [String(name).toLowerCase(), String(type)])),
      bytes: sizesOf(sizes.map(([name, bytes]) => [name, bytes])),
      uncompressedBytes: sizesOf(sizes.map(([name, , bytes]) => [name, bytes])),
      // Every column has one entry for each row group.
      rows: sizes.reduce((most, [, , , rows]) => Math.max(most, Number(rows)), 0),
    };
  }

  /** A log file is read whole for any question (as any file of text is; Athena User Guide, "Columnar storage formats"). */
  async #readRecords({ path, key, sizeBytes }: StoredObject): Promise<FileFacts> {
    const isGzip = key.endsWith('.gz');
    const records = recordsOf([Sql.literal(path)], isGzip);
    const sizes = sql`SELECT lower(e0.key), CAST(sum(strlen(CAST(e0.value AS VARCHAR))) AS DOUBLE)
      FROM (SELECT unnest(${RECORD_MEMBERS}) AS e0 FROM ${records}) GROUP BY ALL`;
    try {
      const [[rows] = []] = await this.#reader.rows(sql`SELECT CAST(count(*) AS DOUBLE) FROM ${records}`);
      return {
        format: 'cloudtrail',
        isGzip,
        wholeBytes: sizeBytes,
        columns: new Map(),
        types: new Map(),
        bytes: new Map(),
        uncompressedBytes: sizesOf((await this.#reader.rows(sizes)).map(([name, bytes]) => [name, bytes])),
        rows: Number(rows),
      };
    } catch (error) {
      if (!/^(?:Invalid Input|IO) Error/.test(messageOf(error))) throw error;
      // DuckDB's own text holds paths of the lake.
      const text = 'HIVE_BAD_DATA: Error parsing the records of a log file';
      throw new QueryFailure(text, { category: 2, type: 1001 }, { cause: error });
    }
  }
}

/** A nested column is several in the file, which are counted together. */
function sizesOf(rows: readonly (readonly [unknown, unknown])[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const [path, bytes] of rows) {
    const name = (String(path).split(', ')[0] ?? '').toLowerCase();
    sizes.set(name, (sizes.get(name) ?? 0) + Number(bytes));
  }
  return sizes;
}
