import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { StoredObject } from '../../model/objects.js';
import { Sql, sql } from '../sql/fragment.js';

/** What the lake knows of a Parquet file without reading its rows. */
export interface FileFacts {
  /** Lower-case column → the name in the file. */
  readonly columns: ReadonlyMap<string, string>;
  /** Lower-case column → its type in the file. */
  readonly types: ReadonlyMap<string, string>;
  /** Lower-case column → its compressed size. */
  readonly bytes: ReadonlyMap<string, number>;
}

const MAX_KNOWN = 10_000;

/** Reads footers once; an object that is written anew has another etag. The instance that does it sees no user's SQL. */
export class FileFactsReader {
  readonly #known = new Map<string, Promise<FileFacts>>();
  #connection: Promise<DuckDBConnection> | undefined;

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

  /** Rows of a statement that is made of our own text and literals. */
  async rows(statement: Sql): Promise<readonly (readonly unknown[])[]> {
    this.#connection ??= DuckDBInstance.create(':memory:', { threads: '1' }).then((instance) => instance.connect());
    const reader = await (await this.#connection).runAndReadAll(statement.text);
    return reader.getRowsJS();
  }

  async #read(file: StoredObject): Promise<FileFacts> {
    const path = Sql.literal(file.path);
    const columns = await this.rows(
      sql`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${path}))`,
    );
    const sizes = await this.rows(
      sql`SELECT path_in_schema, CAST(sum(total_compressed_size) AS DOUBLE) FROM parquet_metadata(${path}) GROUP BY ALL`,
    );
    return {
      columns: new Map(columns.map(([name]) => [String(name).toLowerCase(), String(name)])),
      types: new Map(columns.map(([name, type]) => [String(name).toLowerCase(), String(type)])),
      bytes: new Map(sizes.map(([name, size]) => [(String(name).split(', ')[0] ?? '').toLowerCase(), Number(size)])),
    };
  }
}
