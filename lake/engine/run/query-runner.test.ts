import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EngineLake } from '../../testing/engine-lake.js';

const ROWS = 60_000;
/** Over what a small instance may be given. */
const WIDE = `repeat('x', 200) || i`;

let lake: EngineLake;

beforeAll(async () => {
  lake = new EngineLake();
  lake.addTable('shop', 'orders', [
    { name: 'id', type: 'bigint' },
    { name: 'region', type: 'string' },
    { name: 'note', type: 'string' },
    { name: 'amount', type: 'int' },
  ]);
  const rows = (from: number, amount: string): string =>
    `SELECT i AS id, CASE WHEN i % 2 = 0 THEN 'EU' ELSE 'US' END AS region,
      CASE WHEN i % 4 = 0 THEN NULL ELSE ${WIDE} END AS note, ${amount} AS amount
     FROM range(${from}, ${from + ROWS / 2}) AS r(i)`;
  await lake.addFile('shop', 'orders', 'a.parquet', rows(0, 'i::INTEGER'));
  await lake.addFile('shop', 'orders', 'b.parquet', rows(ROWS / 2, `'many'`));
});

beforeEach(() => lake.grant('shop', 'orders'));

afterAll(() => lake.close());

async function one(sql: string): Promise<string | null | undefined> {
  const { rows } = await lake.run(sql);
  return rows[0]?.[0];
}

describe('an answer that was given before', () => {
  const ASKED = 'SELECT count(note) FROM orders';

  it('is another one when other rows are open', async () => {
    expect(await one(ASKED)).toBe('45000');
    lake.grant('shop', 'orders', undefined, `region = 'EU'`);
    expect(await one(ASKED)).toBe('15000');
    lake.grant('shop', 'orders', undefined, `region = 'US'`);
    expect(await one(ASKED)).toBe('30000');
    lake.grant('shop', 'orders');
    expect(await one(ASKED)).toBe('45000');
  });

  it('is not given when the column is open no more', async () => {
    expect(await one(ASKED)).toBe('45000');
    lake.grant('shop', 'orders', ['id']);
    await expect(one(ASKED)).rejects.toThrow(/^COLUMN_NOT_FOUND/);
  });

  it('counts a file that came since', async () => {
    expect(await one('SELECT count(*) FROM orders')).toBe(String(ROWS));
    await lake.addFile('shop', 'orders', 'c.parquet', `SELECT -1::BIGINT AS id, 'EU' AS region`);
    expect(await one('SELECT count(*) FROM orders')).toBe(String(ROWS + 1));
  });

  it('is waited for by who asks the same meanwhile, and not when who asked first gave up', async () => {
    const asked = 'SELECT count(note), max(id) FROM orders WHERE id >= 1';
    const [first, second] = await Promise.all([one(asked), one(asked)]);
    expect([first, second]).toEqual(['45000', '45000']);
    const gone = new AbortController();
    const other = 'SELECT count(note), max(id) FROM orders WHERE id >= 2';
    const given = lake.run(other, [], gone.signal);
    const waiting = one(other);
    gone.abort();
    await expect(given).rejects.toThrow(/cancelled/);
    expect(await waiting).toBe('44999');
  });

  it('serves who may read the same of it, whatever else they may read', async () => {
    lake.addTable('shop', 'shared', [
      { name: 'first', type: 'string' },
      { name: 'second', type: 'bigint' },
    ]);
    await lake.addFile('shop', 'shared', 'a.parquet', `SELECT 'x' AS first, i AS second FROM range(3) AS r(i)`);
    const asked = 'SELECT max(second) FROM shared';
    lake.grant('shop', 'shared');
    expect(await one(asked)).toBe('2');
    // Behind the lake's back: whoever reads it fails.
    writeFileSync(lake.pathOf('shop', 'shared', 'a.parquet'), 'gone');
    lake.grant('shop', 'shared', ['second']);
    expect(await one(asked)).toBe('2');
    lake.grant('shop', 'shared', ['second'], 'second < 2');
    await expect(one(asked)).rejects.toThrow(/^HIVE_CANNOT_OPEN_SPLIT/);
  });

  it('is not kept of what differs each time', async () => {
    expect(await one('SELECT random() FROM orders LIMIT 1')).not.toBe(await one('SELECT random() FROM orders LIMIT 1'));
  });
});

describe('where only NULLs matter', () => {
  it.each([
    ['SELECT count(note) FROM orders WHERE id >= 0', '45000'],
    ['SELECT count(*) FROM orders WHERE note IS NULL AND id >= 0', '15000'],
    ['SELECT count(note), max(note) IS NULL FROM orders WHERE id >= 0', '45000'],
    ['SELECT count(note) FILTER (WHERE note IS NOT NULL) FROM orders WHERE id >= 0', '45000'],
    ['SELECT count(DISTINCT region) FROM orders', '2'],
  ])('%s', async (sql, expected) => {
    expect(await one(sql)).toBe(expected);
  });

  it('still says that a value does not fit its type', async () => {
    await expect(one('SELECT count(amount) FROM orders')).rejects.toThrow(/^HIVE_BAD_DATA/);
    await expect(one('SELECT count(*) FROM orders WHERE amount IS NULL')).rejects.toThrow(/^HIVE_BAD_DATA/);
  });

  it('says nothing of the value of a row that is hidden', async () => {
    lake.grant('shop', 'orders', undefined, `id < ${ROWS / 2}`);
    expect(await one('SELECT count(amount) FROM orders')).toBe(String(ROWS / 2));
  });
});

describe('a LIMIT', () => {
  it('reads no more files than it needs where every row is open', async () => {
    const { rows, dataScannedBytes } = await lake.run('SELECT amount FROM orders LIMIT 10');
    expect(rows).toHaveLength(10);
    const all = await lake.run('SELECT id FROM orders');
    expect(dataScannedBytes).toBeLessThan(all.dataScannedBytes);
  });

  it('goes on to the next file when the first is not enough', async () => {
    const { rows } = await lake.run(`SELECT id FROM orders LIMIT ${ROWS / 2 + 5}`);
    expect(rows).toHaveLength(ROWS / 2 + 5);
  });

  it('looks for open rows in every file', async () => {
    lake.grant('shop', 'orders', undefined, `id >= ${ROWS - 10}`);
    expect((await lake.run('SELECT id FROM orders LIMIT 100')).rows).toHaveLength(10);
  });
});

describe('a statement that is too large for memory', () => {
  it('spills to a folder that is gone afterwards', async () => {
    const { rows } = await lake.run('SELECT id, note FROM orders WHERE id >= 0');
    expect(rows).toHaveLength(ROWS);
    const folder = join(lake.folder, 'athena-spill');
    expect(existsSync(folder)).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('ends in Athena’s words when that is not enough', async () => {
    const sql = `SELECT o.note, p.note FROM orders AS o CROSS JOIN (SELECT id, note FROM orders LIMIT 30) AS p
      ORDER BY p.note, o.note`;
    await expect(lake.run(sql)).rejects.toThrow(/Query exhausted resources at this scale factor/);
  });
});
