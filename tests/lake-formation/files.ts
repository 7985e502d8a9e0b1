import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Row, Value } from './world.js';

const TYPES = { a: 'INTEGER', b: 'VARCHAR', c: 'BOOLEAN', d: 'DOUBLE' } as const;
const COLUMNS = ['a', 'b', 'c', 'd'] as const;
const MAX_KNOWN = 200;

/** Writes rows as Parquet, and remembers the files that come again and again. */
export class ParquetFiles {
  readonly #folder = mkdtempSync(join(tmpdir(), 'lakeproof-parquet-'));
  readonly #known = new Map<string, Buffer>();
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<ParquetFiles> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    return new ParquetFiles(await instance.connect());
  }

  /** The columns a, b, c and d of the rows; a partition key is in no file. `dAsText`: of another type than the table says. */
  async of(rows: readonly Row[], dAsText = false): Promise<Buffer> {
    const text = selectOf(rows, dAsText ? { ...TYPES, d: 'VARCHAR' } : TYPES);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const path = join(this.#folder, 'one.parquet');
    await this.#connection.run(`COPY (${text}) TO '${path}' (FORMAT parquet)`);
    const bytes = readFileSync(path);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(text, bytes);
    return bytes;
  }

  close(): void {
    this.#connection.closeSync();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function selectOf(rows: readonly Row[], types: Readonly<Record<(typeof COLUMNS)[number], string>>): string {
  const lines = rows.map(
    (row) => `(${COLUMNS.map((name) => `CAST(${literal(row[name])} AS ${types[name]})`).join(', ')})`,
  );
  const none = `(${COLUMNS.map((name) => `CAST(NULL AS ${types[name]})`).join(', ')})`;
  const values = lines.length === 0 ? none : lines.join(', ');
  return `SELECT * FROM (VALUES ${values}) AS t(a, b, c, d)${lines.length === 0 ? ' WHERE false' : ''}`;
}

function literal(value: Value): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
