import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ParquetChunk, parquetFile } from '../../testing/parquet-file.js';
import { footerBytes, footerOf, NotParquet } from './parquet-footer.js';

let scratch: string;
let duckdb: DuckDBConnection;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'lakeproof-footer-test-'));
  duckdb = await DuckDBConnection.create();
});

afterAll(() => {
  duckdb.closeSync();
  rmSync(scratch, { recursive: true, force: true });
});

let files = 0;

async function written(select: string, options = ''): Promise<string> {
  files += 1;
  const path = join(scratch, `${files}.parquet`);
  await duckdb.run(`COPY (${select}) TO '${path}' (FORMAT parquet ${options})`);
  return path;
}

async function rowsOf(sql: string): Promise<readonly (readonly unknown[])[]> {
  return (await duckdb.runAndReadAll(sql)).getRowsJS();
}

const EVERY_TYPE = `SELECT i AS id, 'text ' || i AS name, i % 2 = 0 AS open, CAST(i AS DOUBLE) AS d, CAST(i AS FLOAT) AS f,
  CAST(i AS DECIMAL(9, 2)) AS price, CAST(i AS DECIMAL(38, 4)) AS large, DATE '2026-01-01' + CAST(i AS INTEGER) AS day,
  TIMESTAMP '2026-01-01 00:00:00' AS at, TIMESTAMPTZ '2026-01-01 00:00:00Z' AS zoned, TIME '10:00:00' AS hour,
  CAST('x' AS BLOB) AS raw, uuid() AS uid, CAST(i AS TINYINT) AS small, CAST(i AS UBIGINT) AS unsigned,
  INTERVAL 1 DAY AS span, {city: 'c', zip: i} AS home, [i, NULL] AS numbers, MAP {'k': i} AS pairs,
  NULLIF(i, 3) AS some, CAST(NULL AS INTEGER) AS nothing, 'ü' AS "Größe, in cm" FROM range(100) t(i)`;

describe('a footer', () => {
  it.each([
    ['every type', EVERY_TYPE, ''],
    ['several row groups', 'SELECT i AS a, NULLIF(i % 7, 0) AS b FROM range(10000) t(i)', ', ROW_GROUP_SIZE 2048'],
    ['no rows', 'SELECT 1 AS a, [2] AS b WHERE false', ''],
    ['columns of one name but for its case', 'SELECT 1 AS a, 2 AS "A"', ''],
    ['a footer of more than 16 KB', `SELECT ${Array.from({ length: 400 }, (_, i) => `${i} AS c${i}`).join(', ')}`, ''],
  ])('says what another reader of it says: %s', async (_, select, options) => {
    const path = await written(select, options);
    const { rows, leaves } = footerOf(readFileSync(path));
    const told = await rowsOf(
      `SELECT path_in_schema, CAST(sum(total_compressed_size) AS DOUBLE), CAST(sum(total_uncompressed_size) AS DOUBLE),
         CASE WHEN bool_and(num_values = row_group_num_rows AND stats_null_count = 0) THEN 'none'
              WHEN bool_and(num_values = row_group_num_rows AND stats_null_count = num_values) THEN 'all' END
       FROM parquet_metadata('${path}') GROUP BY column_id, path_in_schema ORDER BY column_id`,
    );
    expect(leaves.map((leaf) => [leaf.path, leaf.bytes, leaf.uncompressedBytes, leaf.nullness ?? null])).toEqual(told);
    expect([[BigInt(rows)]]).toEqual(await rowsOf(`SELECT count(*) FROM '${path}'`));
  });

  it('is the same for files of the same columns, and for no others', async () => {
    const digestOf = async (select: string): Promise<string> =>
      footerOf(readFileSync(await written(select))).schemaDigest;
    const digests = await Promise.all(
      [
        'SELECT 1 AS a, 2 AS b',
        'SELECT 7 AS a, NULL::INTEGER AS b',
        'SELECT 1 AS b, 2 AS a',
        'SELECT 1 AS a',
        'SELECT 1 AS a, 2::BIGINT AS b',
        "SELECT 1 AS a, DATE '2026-01-01' AS b",
        'SELECT 1 AS a, 2::UINTEGER AS b',
        'SELECT 1 AS a, 2::DECIMAL(9, 2) AS b',
        'SELECT 1 AS a, 2::DECIMAL(9, 3) AS b',
        'SELECT 1 AS a, {b: 2} AS b',
      ].map(digestOf),
    );
    const [first, second, ...others] = digests;
    expect(second).toBe(first);
    expect(new Set([first, ...others]).size).toBe(others.length + 1);
  });

  it('is told by the last bytes of the file alone', async () => {
    const whole = readFileSync(await written(EVERY_TYPE));
    const needed = footerBytes(whole);
    expect(needed).toBeLessThan(whole.length);
    expect(footerOf(whole.subarray(whole.length - needed))).toEqual(footerOf(whole));
    expect(footerBytes(whole.subarray(-8))).toBe(needed);
    expect(() => footerOf(whole.subarray(whole.length - needed + 1))).toThrow(NotParquet);
  });
});

function withFooter(footer: Uint8Array, length = footer.length, magic = 'PAR1'): Buffer {
  const trailer = Buffer.alloc(4);
  trailer.writeUInt32LE(length);
  return Buffer.concat([Buffer.from('PAR1'), footer, trailer, Buffer.from(magic)]);
}

const honest = parquetFile([{ name: 'c', groups: [{ values: [1, 2], nullCount: 0, min: 1, max: 2 }] }]);
const itsFooter = honest.subarray(honest.length - footerBytes(honest), -8);
/** A struct's first field, a list of 64-bit integers of which the first has so many bytes that say that it goes on. */
const endless = (bytes: number): Buffer => Buffer.concat([Buffer.from([0x19, 0x16]), Buffer.alloc(bytes, 0xff)]);

describe('what is no Parquet file', () => {
  it('is told from one', () => {
    expect(footerOf(withFooter(itsFooter))).toEqual(footerOf(honest));
  });

  it.each<[string, Buffer, RegExp]>([
    ['nothing', Buffer.alloc(0), /shorter than a footer/],
    ['seven bytes', Buffer.from('aaaPAR1'), /shorter than a footer/],
    ['text', Buffer.from('a,b,c\n1,2,3\n4,5,6\n'), /does not end with PAR1/],
    ['an encrypted footer', withFooter(itsFooter, itsFooter.length, 'PARE'), /does not end with PAR1/],
    ['a footer longer than the file', withFooter(itsFooter, itsFooter.length + 5), /longer than the file/],
    ['a footer longer than any', withFooter(itsFooter, 0x7fff_ffff), /more than 15728640/],
    ['an empty footer', withFooter(Buffer.alloc(0)), /cannot be read/],
    ['a footer cut short', withFooter(itsFooter.subarray(0, -9)), /cannot be read/],
    ['a footer of zeros', withFooter(Buffer.alloc(64)), /cannot be read/],
    ['a number that does not end', withFooter(endless(1_000_000)), /does not end$/],
    ['deep nesting', withFooter(Buffer.alloc(1_000_000, 0x1c)), /cannot be read/],
    [
      'a list longer than memory',
      withFooter(Buffer.from([0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07])),
      /cannot be read/,
    ],
  ])('%s', (_, bytes, reason) => {
    expect(() => footerOf(bytes)).toThrow(NotParquet);
    expect(() => footerOf(bytes)).toThrow(reason);
  });

  it('is what lacks a column in a row group', () => {
    const [one, other] = [{ values: [1] }, { values: [2] }];
    const columns = (groups: readonly ParquetChunk[]): Buffer =>
      parquetFile([
        { name: 'a', groups: [one, other] },
        { name: 'b', groups },
      ]);
    expect(footerOf(columns([one, other])).leaves.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(() => footerOf(columns([one]))).toThrow(/lacks a column/);
  });
});
