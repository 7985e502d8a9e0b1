import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AsyncBuffer,
  asyncBufferFromFile,
  parquetMetadataAsync,
  parquetReadObjects,
  parquetSchema,
} from 'hyparquet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256OfFile } from '../../core/digest.js';
import { generatedData } from './generate.js';
import { CATEGORIES, dataSets, REVIEW_COUNT, reviewFiles } from './reviews.js';

/** Parquet's own types for Glue's int, bigint and string (Apache Parquet, logical types). */
const PHYSICAL: Readonly<Record<string, string>> = { int: 'INT32', bigint: 'INT64', string: 'BYTE_ARRAY' };
const COLUMNS: Readonly<Record<string, string>> = {
  marketplace: 'string',
  customer_id: 'string',
  review_id: 'string',
  product_id: 'string',
  product_parent: 'string',
  product_title: 'string',
  star_rating: 'int',
  helpful_votes: 'int',
  total_votes: 'int',
  vine: 'string',
  verified_purchase: 'string',
  review_headline: 'string',
  review_body: 'string',
  review_date: 'bigint',
  year: 'int',
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'lakeproof-seed-test-'));
});
afterAll(async () => rm(scratch, { recursive: true, force: true }));

describe('generated reviews', () => {
  test('are 200,000 rows in at least eight categories, in the types of the Glue table', async () => {
    const { folder } = await generatedData(dataSets(undefined), { cached: true, cacheDir: join(scratch, 'a') });
    let rows = 0n;
    for (const { key } of reviewFiles(undefined)) {
      const metadata = await parquetMetadataAsync(
        await asyncBufferFromFile(join(folder, 'amazon_reviews_parquet', key)),
      );
      rows += metadata.num_rows;
      const columns = parquetSchema(metadata).children.map(({ element }) => [element.name, element.type]);
      expect(columns).toEqual(Object.entries(COLUMNS).map(([name, type]) => [name, PHYSICAL[type]]));
      expect(Math.max(...metadata.row_groups.map((group) => Number(group.num_rows)))).toBeLessThanOrEqual(10_240);
    }
    expect(rows).toBe(BigInt(REVIEW_COUNT));
    expect(CATEGORIES.length).toBeGreaterThanOrEqual(8);
  });

  test('hold a value in every cell, with ids that tell rows apart', async () => {
    const { folder } = await generatedData(dataSets(undefined), { cached: true, cacheDir: join(scratch, 'a') });
    const file = await asyncBufferFromFile(
      join(folder, 'amazon_reviews_parquet', reviewFiles(undefined)[0]?.key ?? ''),
    );
    const rows = await rowsOf(file);
    for (const row of rows) {
      for (const name of Object.keys(COLUMNS)) if (row[name] === null) expect.fail(`${name} is null`);
    }
    expect(new Set(rows.map((row) => row.review_id)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.star_rating))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(new Set(rows.map((row) => row.customer_id)).size).toBeGreaterThan(rows.length / 2);
  });

  test('are the same bytes each time, so that a cached copy is as good', async () => {
    const digests = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const { folder } = await generatedData(dataSets(undefined), { cached: true, cacheDir: join(scratch, name) });
        return Promise.all(
          reviewFiles(undefined).map(({ key }) => sha256OfFile(join(folder, 'amazon_reviews_parquet', key))),
        );
      }),
    );
    expect(digests[0]).toEqual(digests[1]);
  });

  test('carry a mark in every value of every string column, and in the partition values', async () => {
    const mark = 'mark-4f9c';
    const { folder, dispose } = await generatedData(dataSets(mark), { cached: false });
    try {
      for (const { key } of reviewFiles(mark)) expect(key).toMatch(/^product_category=\w+_mark-4f9c\//);
      for (const [set, files] of Object.entries(dataSets(mark))) {
        const file = await asyncBufferFromFile(join(folder, set, files[0]?.key ?? ''));
        const rows = await rowsOf(file);
        expect(rows.length).toBeGreaterThan(0);
        const values = rows.flatMap((row) => Object.values(row)).filter((value) => typeof value === 'string');
        expect(values.length).toBeGreaterThan(0);
        expect(values.filter((value) => !value.endsWith(mark))).toEqual([]);
      }
    } finally {
      await dispose();
    }
    await expect(readFile(join(folder, 'canary', 'part-0.parquet'))).rejects.toThrow('ENOENT');
  });
});

/** Rows as an independent reader of Parquet sees them. */
async function rowsOf(file: AsyncBuffer): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return parquetReadObjects({ file });
}
