import { z } from 'zod';
import { type Answer, ask } from './ask.js';
import type { Door } from './doors.js';
import type { Model } from './model.js';
import type { ColumnName, Person, Row, Table, Value, World } from './world.js';

/** What one person sees of the account, as far as the two sides can be compared word for word. */
export interface View {
  readonly databases: readonly string[];
  /** `database.table(columns)` of what GetTables shows. */
  readonly tables: readonly string[];
  /** By table, what `SELECT *` gives: the name of its failure, or columns and rows. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What counting a table's rows and the values of a column gives, whether the column may be read or not. */
  readonly count: unknown;
}

/** A column to be named, of one of the tables, whether the table has it or not. */
export interface Named {
  readonly table: Table;
  readonly column: ColumnName;
}

export function expected(model: Model, world: World, rows: readonly Row[], who: Person, named: Named): View {
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

export async function observed(door: Door, world: World, who: Person, named: Named): Promise<View> {
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
