import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Account } from './account.js';
import { anyMaskedWorld, anyRow, anyWorld } from './arbitrary.js';
import { ask } from './ask.js';
import { CASES, seedOf } from './cases.js';
import { type Door, innerDoor, Refusal } from './doors.js';
import { Model, truth } from './model.js';
import { QUESTIONS } from './questions.js';
import type { ColumnName, Row, Table, World } from './world.js';

/** A case asks its questions twice, of files that are new each time. */
const RUNS = CASES;
const MAX_ROWS = 5;
const COLUMNS: readonly Exclude<ColumnName, 'k'>[] = ['a', 'b', 'c', 'd'];

/** Other values for every cell, and rows that might be added. */
interface Noise {
  readonly cells: readonly Row[];
  readonly added: readonly Row[];
  /** No d is a number. */
  readonly breaks: boolean;
}

const BROKEN = 'no number';

interface Case {
  readonly asked: World;
  readonly rows: readonly Row[];
  readonly noises: readonly [Noise, Noise];
  readonly questions: readonly string[];
  /** The files hold d as text, which must be cast to be read, and and one noise is no number. */
  readonly dAsText: boolean;
}

const anyNoise = (breaks: boolean): fc.Arbitrary<Noise> =>
  fc.record({
    cells: fc.array(anyRow, { minLength: MAX_ROWS, maxLength: MAX_ROWS }),
    added: fc.array(anyRow, { maxLength: 3 }),
    breaks: fc.constant(breaks),
  });

const anyCase: fc.Arbitrary<Case> = fc.boolean().chain((dAsText) =>
  fc.record({
    // Where filters open other cells of a row, most can go wrong.
    asked: fc.oneof(anyWorld, anyMaskedWorld),
    rows: fc.array(anyRow, { minLength: 2, maxLength: MAX_ROWS }),
    noises: fc.tuple(anyNoise(false), anyNoise(dAsText)),
    // The first shows every cell; the others, what becomes of them.
    questions: fc
      .subarray([...QUESTIONS], { minLength: 3, maxLength: 5 })
      .map((some) => ['SELECT * FROM TABLE', ...some]),
    dAsText: fc.constant(dAsText),
  }),
);

/**
 * The rows with noise in every cell that alice may not read, and with rows that she may not see: but for noise that would
 * change which rows her filters let through, since that is what filters are for.
 */
function noisy(world: World, table: Table, rows: readonly Row[], { cells, added, breaks }: Noise): readonly Row[] {
  const model = new Model(world);
  const wheres = world.filters.flatMap((filter) =>
    filter.table === table.name && filter.where !== undefined ? [filter.where] : [],
  );
  // What is no number compares as NULL does, and is not NULL.
  const mayBreak = breaks && !JSON.stringify(wheres).includes('"is":"null","column":"d"');
  const spoilt = (row: Row): Row => (mayBreak ? { ...row, d: BROKEN } : row);
  const compared = (row: Row): Row => (row.d === BROKEN ? { ...row, d: null } : row);
  const lets = (row: Row): string => wheres.map((where) => truth(where, compared(row)) === true).join();
  const changed = rows.map((row, index) =>
    COLUMNS.reduce((before, column): Row => {
      if (model.isOpen('alice', table, column, row)) return before;
      const after = withCell(before, column, spoilt(cells[index] ?? row));
      return lets(after) === lets(row) ? after : before;
    }, row),
  );
  const readable = model.reads('alice', table).length > 0;
  const hidden = added
    .map(spoilt)
    .filter((row) => !readable || model.rows('alice', table, [compared(row)]).length === 0);
  return [...changed, ...hidden];
}

function withCell(row: Row, column: ColumnName, from: Row): Row {
  return { ...row, [column]: from[column] };
}

const tableSchema = z.object({ Table: z.unknown() });

/** All that alice can be told of the table: answers, errors, plans, result objects and metadata, as text. */
async function told(door: Door, { database, name }: Table, questions: readonly string[]): Promise<readonly string[]> {
  const asked = questions.map((sql) => ({ database, sql: sql.replaceAll('TABLE', name) }));
  const answers = await ask(door, 'alice', asked);
  const metadata = shown(door.call('alice', 'glue', 'GetTable', { DatabaseName: database, Name: name }));
  return [...answers.map((answer, index) => `${asked[index]?.sql}: ${JSON.stringify(answer)}`), await metadata];
}

async function shown(work: Promise<unknown>): Promise<string> {
  try {
    return JSON.stringify(tableSchema.parse(await work).Table);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return `${thrown.code}: ${thrown.message}`;
  }
}

/** How often there was something to hide. */
interface Met {
  different: number;
}

async function check(account: Account, { asked, rows, noises, questions, dAsText }: Case, met: Met): Promise<void> {
  const world = await account.build(asked);
  try {
    const [table] = world.tables;
    if (table === undefined) throw new Error('a world has tables');
    const [first, second] = noises.map((noise) => noisy(world, table, rows, noise));
    if (JSON.stringify(first) !== JSON.stringify(second)) met.different += 1;
    await account.fill([table], first ?? [], dAsText);
    const before = await told(account.door, table, questions);
    await account.fill([table], second ?? [], dAsText);
    expect(await told(account.door, table, questions)).toEqual(before);
  } finally {
    await account.clear(world);
  }
}

describe('what one may not see', () => {
  it(
    `is not felt: two noises in its place give the same bytes, in ${RUNS} accounts`,
    async () => {
      const met: Met = { different: 0 };
      const account = await Account.open(await innerDoor());
      try {
        await fc.assert(
          fc.asyncProperty(anyCase, (one) => check(account, one, met)),
          { numRuns: RUNS, ...seedOf() },
        );
        expect(account.door.defects).toEqual([]);
      } finally {
        await account.close();
      }
      expect(met.different).toBeGreaterThan(RUNS / 2);
    },
    120_000 + RUNS * 2_000,
  );
});
