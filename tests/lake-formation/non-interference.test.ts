import { GetTableCommand } from '@aws-sdk/client-glue';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account } from './account.js';
import { anyValue, anyWorld } from './arbitrary.js';
import { CASES, seedOf } from './cases.js';
import { Model, truth } from './model.js';
import { type ColumnName, ROWS, type Row, type Table, type Value, type World } from './world.js';

/** Each case asks a dozen questions twice. */
const RUNS = Math.ceil(CASES / 20);

let account: Account;

beforeAll(async () => {
  account = await Account.open();
});

afterAll(async () => {
  expect(account.lake.bare.defects).toEqual([]);
  await account.close();
});

const COLUMNS: readonly ColumnName[] = ['a', 'b', 'c', 'd'];

/** Other values for every cell, and rows that might be added. */
interface Noise {
  readonly cells: readonly Readonly<Record<'a' | 'b' | 'c' | 'd', Value>>[];
  readonly added: readonly Row[];
}

const value = (column: ColumnName): fc.Arbitrary<Value> => fc.option(anyValue(column), { nil: null, freq: 4 });
const cells = fc.record({ a: fc.oneof(value('a'), fc.constant(0)), b: value('b'), c: value('c'), d: value('d') });
const anyNoise: fc.Arbitrary<Noise> = fc.record({
  cells: fc.array(cells, { minLength: ROWS.length, maxLength: ROWS.length }),
  added: fc.array(
    fc.tuple(cells, fc.constantFrom('p', 'q')).map(([row, k]): Row => ({ ...row, k })),
    { maxLength: 3 },
  ),
});

/**
 * The rows with noise in every cell that alice may not read, and with rows that she may not see: but for noise that would
 * change which rows her filters let through, since that is what filters are for.
 */
function noisy(world: World, table: Table, { cells: other, added }: Noise): readonly Row[] {
  const model = new Model(world);
  const wheres = world.filters.flatMap((filter) =>
    filter.table === table.name && filter.where !== undefined ? [filter.where] : [],
  );
  const lets = (row: Row): string => wheres.map((where) => truth(where, row) === true).join();
  const changed = ROWS.map((row, index) =>
    COLUMNS.reduce((before, column): Row => {
      if (model.isOpen('alice', table, column, row)) return before;
      const after: Row = { ...before, ...{ [column]: other[index]?.[column as 'a'] ?? null } };
      return lets(after) === lets(row) ? after : before;
    }, row),
  );
  const readable = model.reads('alice', table).length > 0;
  const hidden = added.filter((row) => !readable || model.rows('alice', table, [row]).length === 0);
  return [...changed, ...hidden];
}

/** All that alice can be told of the table: answers, errors, plans and metadata, as text. */
async function told({ database, name }: Table): Promise<readonly string[]> {
  const questions = [
    `SELECT * FROM ${name}`,
    `SELECT count(*) FROM ${name}`,
    `SELECT count(*) FROM ${name} x CROSS JOIN ${name} y`,
    `SELECT 10 / a FROM ${name}`,
    `SELECT sum(a), max(b), min(d), count(c) FROM ${name}`,
    `SELECT CAST(b AS integer) FROM ${name}`,
    `SELECT a FROM ${name} WHERE 1 / (CASE WHEN b = 'x' THEN 0 ELSE 1 END) = 1`,
    `SELECT count(*) FROM ${name} WHERE b = 'y' OR d > 0 OR a IS NULL`,
    `SELECT DISTINCT b FROM ${name} ORDER BY b LIMIT 1`,
    `SELECT (SELECT b FROM ${name})`,
    `EXPLAIN SELECT * FROM ${name} WHERE a = 1`,
    `SHOW COLUMNS IN ${name}`,
    `DESCRIBE ${name}`,
    `SHOW CREATE TABLE ${name}`,
  ];
  const answers = await Promise.all(
    questions.map(async (sql) => JSON.stringify(await settled(account.lake.ask(account.people.alice, sql, database)))),
  );
  const metadata = account.glueOf('alice').send(new GetTableCommand({ DatabaseName: database, Name: name }));
  const shown = await settled(metadata.then(({ Table: shape }) => shape));
  return [...answers, JSON.stringify(shown)];
}

/** What came of it, refusals included; request ids are new each time. */
async function settled(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return `${thrown.name}: ${thrown.message.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}`;
  }
}

describe('what one may not see', () => {
  it(
    `is not felt: two noises in its place give the same bytes, in ${RUNS} accounts`,
    async () => {
      let different = 0;
      await fc.assert(
        fc.asyncProperty(anyWorld, anyNoise, anyNoise, async (asked, one, other) => {
          const world = await account.build(asked);
          try {
            const [table] = world.tables;
            if (table === undefined) return;
            const [first, second] = [noisy(world, table, one), noisy(world, table, other)];
            if (JSON.stringify(first) !== JSON.stringify(second)) different += 1;
            await account.fill(first);
            const before = await told(table);
            await account.fill(second);
            expect(await told(table)).toEqual(before);
          } finally {
            await account.clear(world);
          }
        }),
        { numRuns: RUNS, ...seedOf() },
      );
      // Most cases had something to hide.
      expect(different).toBeGreaterThan(RUNS / 2);
    },
    120_000 + RUNS * 20_000,
  );
});
