import type { Location } from '../ast/location.js';
import { CATALOG, type VisibleCatalogue } from '../catalogue.js';
import { failure, notSupported } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { typedNull } from '../types/duck-type.js';
import { typeOfHive } from '../types/hive-type.js';
import { BIGINT, type TrinoType, typeText, VARCHAR } from '../types/trino-type.js';
import type { Env } from './env.js';
import { querySource, type Source } from './from-source.js';

export const INFORMATION_SCHEMA = 'information_schema';

/** Trino's names of the tables; the lake fills the first three (Athena User Guide, "Query the AWS Glue Data Catalog"). */
const OTHERS = new Set([
  'views',
  'table_privileges',
  'roles',
  'applicable_roles',
  'enabled_roles',
  'role_authorization_descriptors',
]);

type Cell = string | bigint | null;

interface InformationTable {
  readonly columns: readonly (readonly [string, TrinoType])[];
  rows(catalogue: VisibleCatalogue): Iterable<readonly Cell[]>;
}

const TABLES: ReadonlyMap<string, InformationTable> = new Map<string, InformationTable>([
  [
    'schemata',
    {
      columns: [
        ['catalog_name', VARCHAR],
        ['schema_name', VARCHAR],
      ],
      rows: (catalogue) => [...catalogue.schemaNames(), INFORMATION_SCHEMA].map((name) => [CATALOG, name]),
    },
  ],
  [
    'tables',
    {
      columns: [
        ['table_catalog', VARCHAR],
        ['table_schema', VARCHAR],
        ['table_name', VARCHAR],
        ['table_type', VARCHAR],
      ],
      rows: tableRows,
    },
  ],
  [
    'columns',
    {
      columns: [
        ['table_catalog', VARCHAR],
        ['table_schema', VARCHAR],
        ['table_name', VARCHAR],
        ['column_name', VARCHAR],
        ['ordinal_position', BIGINT],
        ['column_default', VARCHAR],
        ['is_nullable', VARCHAR],
        ['data_type', VARCHAR],
      ],
      rows: columnRows,
    },
  ],
]);

/** One of the metadata tables, filled from what the caller may see and nothing else. */
export function informationSchema(env: Env, name: string, at: Location): Source {
  const table = TABLES.get(name);
  if (table === undefined) {
    if (OTHERS.has(name)) throw notSupported(`${INFORMATION_SCHEMA}.${name}`, at);
    throw failure('TABLE_NOT_FOUND', `Table '${CATALOG}.${INFORMATION_SCHEMA}.${name}' does not exist`, at);
  }
  const columns = table.columns.map(([column, type]) => ({ name: column, type }));
  const rows = [...table.rows(env.session.catalogue)];
  const names = list(columns.map((_, index) => Sql.name('c', index)));
  const text =
    rows.length === 0
      ? sql`SELECT ${list(columns.map(({ type }, index) => sql`${typedNull(type)} AS ${Sql.name('c', index)}`))} WHERE false`
      : sql`SELECT ${names} FROM (VALUES ${list(rows.map((row) => sql`(${list(row.map((cell, index) => cellSql(cell, columns[index]?.type)))})`))}) AS r0(${names})`;
  return querySource(env, { sql: text, columns, empty: false }, [CATALOG, INFORMATION_SCHEMA, name]);
}

function cellSql(cell: Cell, type: TrinoType | undefined): Sql {
  if (cell === null) return typedNull(type ?? VARCHAR);
  return typeof cell === 'bigint'
    ? sql`CAST(${Sql.whole(cell)} AS BIGINT)`
    : sql`CAST(${Sql.literal(cell)} AS VARCHAR)`;
}

function* tableRows(catalogue: VisibleCatalogue): Generator<readonly Cell[]> {
  for (const schema of catalogue.schemaNames()) {
    for (const name of catalogue.tableNames(schema)) {
      const table = catalogue.table(schema, name);
      if (table !== undefined) yield [CATALOG, schema, name, table.isView ? 'VIEW' : 'BASE TABLE'];
    }
  }
  for (const name of [...TABLES.keys()].sort()) yield [CATALOG, INFORMATION_SCHEMA, name, 'BASE TABLE'];
}

function* columnRows(catalogue: VisibleCatalogue): Generator<readonly Cell[]> {
  for (const schema of catalogue.schemaNames()) {
    for (const name of catalogue.tableNames(schema)) {
      for (const [index, column] of (catalogue.table(schema, name)?.described ?? []).entries()) {
        const type = typeOfHive(column.hiveType);
        const text = type === undefined ? column.hiveType : typeText(type);
        yield [CATALOG, schema, name, column.name, BigInt(index + 1), null, 'YES', text];
      }
    }
  }
  for (const [name, { columns }] of TABLES) {
    for (const [index, [column, type]] of columns.entries()) {
      yield [CATALOG, INFORMATION_SCHEMA, name, column, BigInt(index + 1), null, 'YES', typeText(type)];
    }
  }
}
