import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Account } from './account.js';
import { anyChange, anyWorld } from './arbitrary.js';
import { type Answer, ask } from './ask.js';
import { CASES, seedOf } from './cases.js';
import { type Door, innerDoor, wireDoor } from './doors.js';
import { Model } from './model.js';
import type { Change, ColumnName, Person, Row, Table, Value, World } from './world.js';
import { ROWS } from './world.js';

/** Through HTTP and signatures a case takes ten times as long, and shows nothing but that they change no answer. */
const WIRE_CASES = Math.ceil(CASES / 40);

/** What one person sees of the account, as far as the two sides can be compared word for word. */
interface View {
  readonly databases: readonly string[];
  /** `database.table(columns)` of what GetTables shows. */
  readonly tables: readonly string[];
  /** By table, what `SELECT *` gives: the name of its failure, or columns and rows. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What counting a table's rows and the values of a column gives, whether the column may be read or not. */
  readonly count: unknown;
}

/** A column to be named, of one of the tables, whether the table has it or not. */
interface Named {
  readonly table: Table;
  readonly column: ColumnName;
}

/** An account, two of its people, and what becomes of it. */
interface Case {
  readonly asked: World;
  readonly people: readonly [Person, Person];
  readonly change: Change;
  readonly named: Named;
}

function expected(world: World, rows: readonly Row[], who: Person, named: Named): View {
  const model = new Model(world);
  const databases = Object.keys(world.databases).filter((name) => model.seesDatabase(who, name));
  const seen = world.tables.filter((table) => model.seesTable(who, table));
  const byTable = (answer: (table: Table) => unknown): Readonly<Record<string, unknown>> =>
    Object.fromEntries(world.tables.map((table) => [table.name, answer(table)]));
  return {
    databases: databases.sort(),
    tables: seen.map((table) => `${table.database}.${table.name}(${model.shows(who, table).join(' ')})`).sort(),
    answers: byTable((table) => refusal(model, who, table) ?? expectedRows(model, rows, who, table)),
    count: refusal(model, who, named.table) ?? expectedCount(model, rows, who, named),
  };
}

function refusal(model: Model, who: Person, table: Table): string | undefined {
  if (!model.seesDatabase(who, table.database)) return 'SCHEMA_NOT_FOUND';
  if (!model.seesTable(who, table)) return 'TABLE_NOT_FOUND';
  // Described and not selectable: Athena misses the storage descriptor.
  return model.reads(who, table).length === 0 ? 'HIVE_METASTORE_ERROR' : undefined;
}

function expectedRows(model: Model, data: readonly Row[], who: Person, table: Table): unknown {
  const columns = model.reads(who, table);
  const line = (row: readonly Value[]): string => row.map((value, index) => printed(value, columns[index])).join('|');
  return { columns, rows: model.rows(who, table, data).map(line).sort() };
}

function expectedCount(model: Model, data: readonly Row[], who: Person, { table, column }: Named): unknown {
  const position = model.reads(who, table).indexOf(column);
  if (position < 0) return 'COLUMN_NOT_FOUND';
  const rows = model.rows(who, table, data);
  const values = rows.filter((row) => row[position] !== null);
  return { columns: ['_col0', '_col1'], rows: [`${rows.length}|${values.length}`] };
}

/** As Athena prints; NULL has no text of its own, and none of ours is like it. A double has a decimal point. */
function printed(value: Value, column: ColumnName | undefined): string {
  if (value === null) return 'NULL';
  return column === 'd' && typeof value === 'number' ? value.toFixed(1) : String(value);
}

const databasesSchema = z.object({ DatabaseList: z.array(z.object({ Name: z.string() })) });
const columnsSchema = z.array(z.object({ Name: z.string() })).default([]);
const tablesSchema = z.object({
  TableList: z.array(
    z.object({
      Name: z.string(),
      StorageDescriptor: z.object({ Columns: columnsSchema }).default({ Columns: [] }),
      PartitionKeys: columnsSchema,
    }),
  ),
});

async function observed(door: Door, world: World, who: Person, named: Named): Promise<View> {
  const { DatabaseList } = databasesSchema.parse(await door.call(who, 'glue', 'GetDatabases', {}));
  const databases = DatabaseList.map(({ Name }) => Name).sort();
  const tables = await Promise.all(
    databases.map(async (DatabaseName) => {
      const { TableList } = tablesSchema.parse(await door.call(who, 'glue', 'GetTables', { DatabaseName }));
      return TableList.map(({ Name, StorageDescriptor, PartitionKeys }) => {
        const columns = [...StorageDescriptor.Columns, ...PartitionKeys].map((one) => one.Name);
        return `${DatabaseName}.${Name}(${columns.join(' ')})`;
      });
    }),
  );
  const wholes = world.tables.map(({ database, name }) => ({ database, sql: `SELECT * FROM ${database}.${name}` }));
  const { table, column } = named;
  const sql = `SELECT count(*), count(${column}) FROM ${table.name}`;
  const [count, ...answers] = (await ask(door, who, [{ database: table.database, sql }, ...wholes])).map(seen);
  return {
    databases,
    tables: tables.flat().sort(),
    answers: Object.fromEntries(world.tables.map(({ name }, index) => [name, answers[index]])),
    count,
  };
}

function seen(answer: Answer): unknown {
  if ('failure' in answer) return answer.failure.split(':')[0];
  return {
    columns: answer.columns,
    rows: answer.rows.map((row) => row.map((cell) => cell ?? 'NULL').join('|')).sort(),
  };
}

/** Rows are missing, or cells of them. */
function isMasked(model: Model, who: Person, table: Table): boolean {
  const columns = model.reads(who, table);
  return columns.length > 0 && ROWS.some((row) => columns.some((column) => !model.isOpen(who, table, column, row)));
}

const anyCase: fc.Arbitrary<Case> = anyWorld.chain((asked) =>
  fc.record({
    asked: fc.constant(asked),
    people: fc.constantFrom<(readonly [Person, Person])[]>(
      ['alice', 'bob'],
      ['bob', 'alice'],
      ['alice', 'auditor'],
      ['auditor', 'alice'],
    ),
    change: anyChange(asked),
    named: fc.record({
      table: fc.constantFrom(...asked.tables),
      column: fc.constantFrom<ColumnName[]>('a', 'b', 'c', 'd', 'k'),
    }),
  }),
);

/** How often the cases met what they are to meet. */
interface Met {
  grants: number;
  granted: number;
  answers: number;
  refusals: number;
  masked: number;
  /** Cases in which the two people see one table differently, and in which one sees a table differently afterwards. */
  unlike: number;
  changed: number;
}

/**
 * Two people ask the same of the same tables in turn; then grants, filters or files are changed, and both ask again, at
 * the same time.
 */
async function check(account: Account, { asked, people, change, named }: Case, met: Met): Promise<void> {
  const world = await account.build(asked);
  try {
    const [one, other] = people.map((who) => expected(world, ROWS, who, named));
    const views: View[] = [];
    for (const who of people) views.push(await observed(account.door, world, who, named));
    expect(views).toEqual([one, other]);
    const changed = await account.change(world, change);
    const after = people.map((who) => expected(changed, change.rows ?? ROWS, who, named));
    const again = people.map((who) => observed(account.door, changed, who, named));
    expect(await Promise.all(again)).toEqual(after);
    met.grants += asked.grants.length;
    met.granted += world.grants.length;
    for (const table of world.tables) {
      if (typeof one?.answers[table.name] === 'string') met.refusals += 1;
      else met.answers += 1;
      if (isMasked(new Model(world), people[0], table)) met.masked += 1;
    }
    if (bothAnswered(one, other)) met.unlike += 1;
    if (bothAnswered(one, after[0])) met.changed += 1;
  } finally {
    await account.clear(world);
  }
}

/** The same statement of the same table was answered differently, and refused neither time. */
function bothAnswered(one: View | undefined, other: View | undefined): boolean {
  return Object.entries(one?.answers ?? {}).some(([name, answer]) => {
    const second = other?.answers[name];
    const answered = typeof answer === 'object' && typeof second === 'object';
    return answered && JSON.stringify(answer) !== JSON.stringify(second);
  });
}

async function checkAll(door: Door, cases: number): Promise<Met> {
  const met: Met = { grants: 0, granted: 0, answers: 0, refusals: 0, masked: 0, unlike: 0, changed: 0 };
  const account = await Account.open(door);
  try {
    await fc.assert(
      fc.asyncProperty(anyCase, (one) => check(account, one, met)),
      { numRuns: cases, ...seedOf() },
    );
    expect(door.defects).toEqual([]);
    return met;
  } finally {
    await account.close();
  }
}

describe('what people see through Athena and Glue', () => {
  it(
    `is what the documentation says, in ${CASES} accounts before and after a change`,
    async () => {
      const met = await checkAll(await innerDoor(), CASES);
      // The cases were neither all refused nor all open.
      expect(met.granted / met.grants).toBeGreaterThan(0.8);
      expect(Math.min(met.answers, met.refusals)).toBeGreaterThan(CASES / 4);
      expect(met.masked).toBeGreaterThan(CASES / 20);
      // An answer that was kept for another person, or from before the change, would have been wrong.
      expect(Math.min(met.unlike, met.changed)).toBeGreaterThan(CASES / 20);
    },
    120_000 + CASES * 2_000,
  );

  it(
    `is the same over the wire, in ${WIRE_CASES} accounts`,
    async () => {
      await checkAll(await wireDoor(), WIRE_CASES);
    },
    120_000 + WIRE_CASES * 5_000,
  );
});
