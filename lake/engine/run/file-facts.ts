import type { StoredObject } from '../../model/objects.js';
import { Sql, sql } from '../sql/fragment.js';
import type { TrustedReader } from './trusted-reader.js';

/** What the lake knows of a Parquet file without reading its rows. */
export interface FileFacts {
  /** Lower-case column → the name in the file. */
  readonly columns: ReadonlyMap<string, string>;
  /** Lower-case column → its type in the file. */
  readonly types: ReadonlyMap<string, string>;
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

  factsOf(file: StoredObject): Promise<FileFacts> {
    const key = `${file.path}\n${file.etag}`;
    let facts = this.#known.get(key);
    if (facts === undefined) {
      if (this.#known.size >= MAX_KNOWN) this.#known.clear();
      facts = this.#read(file);
      this.#known.set(key, facts);
    }
    return facts;
  }

  async #read(file: StoredObject): Promise<FileFacts> {
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
      columns: new Map(columns.map(([name]) => [String(name).toLowerCase(), String(name)])),
      types: new Map(columns.map(([name, type]) => [String(name).toLowerCase(), String(type)])),
      bytes: sizesOf(sizes.map(([name, bytes]) => [name, bytes])),
      uncompressedBytes: sizesOf(sizes.map(([name, , bytes]) => [name, bytes])),
      // Every column has one entry for each row group.
      rows: sizes.reduce((most, [, , , rows]) => Math.max(most, Number(rows)), 0),
    };
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
