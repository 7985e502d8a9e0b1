import { GetDatabasesCommand, GetTablesCommand } from '@aws-sdk/client-glue';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Account } from './account.js';
import { anyWorld } from './arbitrary.js';
import { CASES, seedOf } from './cases.js';
import { Model } from './model.js';
import { type Person, ROWS, type Table, type Value, type World } from './world.js';

let account: Account;

beforeAll(async () => {
  account = await Account.open();
});

afterAll(async () => {
  expect(account.lake.bare.defects).toEqual([]);
  await account.close();
});

/** What one person sees of the account, as far as the two sides can be compared word for word. */
interface View {
  readonly databases: readonly string[];
  /** `database.table(columns)` of what GetTables shows. */
  readonly tables: readonly string[];
  /** By table, what `SELECT *` gives: the name of its failure, or columns and rows. */
  readonly answers: Readonly<Record<string, unknown>>;
}

function expected(world: World, who: Person): View {
  const model = new Model(world);
  const databases = Object.keys(world.databases).filter((name) => model.seesDatabase(who, name));
  const seen = world.tables.filter((table) => model.seesTable(who, table));
  return {
    databases: databases.sort(),
    tables: seen.map((table) => `${table.database}.${table.name}(${model.shows(who, table).join(' ')})`).sort(),
    answers: Object.fromEntries(world.tables.map((table) => [table.name, expectedAnswer(model, who, table)])),
  };
}

function expectedAnswer(model: Model, who: Person, table: Table): unknown {
  if (!model.seesDatabase(who, table.database)) return 'SCHEMA_NOT_FOUND';
  if (!model.seesTable(who, table)) return 'TABLE_NOT_FOUND';
  const columns = model.reads(who, table);
  // Described and not selectable: Athena misses the storage descriptor.
  if (columns.length === 0) return 'HIVE_METASTORE_ERROR';
  return {
    columns,
    rows: model
      .rows(who, table, ROWS)
      .map((row) => row.map(printed).join('|'))
      .sort(),
  };
}

/** As Athena prints; NULL has no text of its own, and none of ours is like it. */
function printed(value: Value): string {
  return value === null
    ? 'NULL'
    : typeof value === 'number' && !Number.isInteger(value)
      ? value.toFixed(1)
      : String(value);
}

async function observed(world: World, who: Person): Promise<View> {
  const glue = account.glueOf(who);
  const { DatabaseList } = await glue.send(new GetDatabasesCommand({}));
  const databases = (DatabaseList ?? []).map((database) => database.Name ?? '').sort();
  const tables = await Promise.all(
    databases.map(async (DatabaseName) => {
      const { TableList } = await glue.send(new GetTablesCommand({ DatabaseName }));
      return (TableList ?? []).map(({ Name, StorageDescriptor, PartitionKeys }) => {
        const columns = [...(StorageDescriptor?.Columns ?? []), ...(PartitionKeys ?? [])].map((column) => column.Name);
        return `${DatabaseName}.${Name}(${columns.join(' ')})`;
      });
    }),
  );
  const answers = await Promise.all(
    world.tables.map(async ({ database, name }) => {
      const answer = await account.lake.ask(account.people[who], `SELECT * FROM ${database}.${name}`);
      if ('failure' in answer) return [name, answer.failure.split(':')[0]] as const;
      const rows = answer.rows.map((row) => row.map((cell) => cell ?? 'NULL').join('|')).sort();
      return [name, { columns: answer.columns, rows }] as const;
    }),
  );
  return { databases, tables: tables.flat().sort(), answers: Object.fromEntries<unknown>(answers) };
}

/** Rows are missing, or cells of them. */
function isMasked(model: Model, who: Person, table: Table): boolean {
  const columns = model.reads(who, table);
  return columns.length > 0 && ROWS.some((row) => columns.some((column) => !model.isOpen(who, table, column, row)));
}

const anyone = fc.constantFrom<Person>('alice', 'alice', 'bob', 'auditor');

describe('what people see through Athena and Glue', () => {
  it(
    `is what the documentation says, in ${CASES} accounts`,
    async () => {
      const met = { grants: 0, granted: 0, answers: 0, refusals: 0, masked: 0 };
      await fc.assert(
        fc.asyncProperty(anyWorld, anyone, async (asked: World, who: Person) => {
          const world = await account.build(asked);
          try {
            const view = expected(world, who);
            expect(await observed(world, who)).toEqual(view);
            met.grants += asked.grants.length;
            met.granted += world.grants.length;
            for (const table of world.tables) {
              if (typeof view.answers[table.name] === 'string') met.refusals += 1;
              else met.answers += 1;
              if (isMasked(new Model(world), who, table)) met.masked += 1;
            }
          } finally {
            await account.clear(world);
          }
        }),
        { numRuns: CASES, ...seedOf() },
      );
      // The cases were neither all refused nor all open.
      expect(met.granted / met.grants).toBeGreaterThan(0.8);
      expect(Math.min(met.answers, met.refusals)).toBeGreaterThan(CASES / 4);
      expect(met.masked).toBeGreaterThan(CASES / 20);
    },
    120_000 + CASES * 2_000,
  );
});
