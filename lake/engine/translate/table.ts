import { dotted, type Identifier } from '../ast/identifier.js';
import type { Location } from '../ast/location.js';
import { CATALOG, PATH_NAME, type VisibleColumn, type VisibleTable } from '../catalogue.js';
import { failure, notSupported } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { typeOfHive } from '../types/hive-type.js';
import type { Env } from './env.js';
import { querySource, type Source } from './from-source.js';
import { INFORMATION_SCHEMA, informationSchema } from './information-schema.js';
import { addScan, columnNames, type Scan } from './scan.js';
import type { Field } from './scope.js';
import { viewSource } from './view.js';

/** A table that a statement names: a WITH query, a table of the caller's catalogue, or one of information_schema. */
export function tableSource(env: Env, name: readonly Identifier[], at: Location): Source {
  const [first, ...more] = name;
  const named = more.length === 0 && first !== undefined ? env.named.get(first.name) : undefined;
  if (named !== undefined && first !== undefined) {
    const query = env.translate.query({ ...named.env, windows: undefined, aggregation: undefined }, named.query);
    if (named.columns !== undefined && named.columns.length !== query.columns.length) {
      const text = `Column alias list has ${named.columns.length} entries but WITH query(${first.name}) has ${query.columns.length} columns`;
      throw failure('MISMATCHED_COLUMN_ALIASES', text, at);
    }
    const columns = query.columns.map((column, index) => ({ ...column, name: named.columns?.[index] ?? column.name }));
    return querySource(env, { ...query, columns }, [first.name]);
  }
  const { schema, table } = resolveName(env, name, at);
  if (schema === INFORMATION_SCHEMA) return informationSchema(env, table, at);
  return storedTable(env, schema, table, at);
}

/** `table`, `schema.table` or `catalog.schema.table`; checked from the catalog down, as Trino does. */
function resolveName(
  env: Env,
  name: readonly Identifier[],
  at: Location,
): { readonly schema: string; readonly table: string } {
  if (name.length > 3) throw failure('SYNTAX_ERROR', `Too many dots in table name: ${dotted(name)}`, at);
  const [table, schema, catalog] = [...name].reverse().map((part) => part.name);
  const catalogName = catalog ?? env.session.catalog;
  if (env.session.catalogue.hasForeignCatalog?.(catalogName) === true) {
    throw notSupported(`the catalog ${catalogName}`, at);
  }
  if (catalogName !== CATALOG) throw failure('CATALOG_NOT_FOUND', `Catalog '${catalogName}' does not exist`, at);
  return { schema: schema ?? env.session.database, table: table ?? '' };
}

function storedTable(env: Env, schema: string, name: string, at: Location): Source {
  const { catalogue } = env.session;
  if (!catalogue.hasSchema(schema)) {
    catalogue.missed?.(schema, name);
    throw failure('SCHEMA_NOT_FOUND', `Schema '${schema}' does not exist`, at);
  }
  const table = catalogue.table(schema, name);
  if (table === undefined || table.selectable.length === 0) catalogue.missed?.(schema, name);
  if (table === undefined) {
    throw failure('TABLE_NOT_FOUND', `Table '${CATALOG}.${schema}.${name}' does not exist`, at);
  }
  if (table.unreadable !== undefined) throw notSupported(table.unreadable, at);
  if (table.selectable.length === 0) {
    throw failure('HIVE_METASTORE_ERROR', 'Required Table Storage Descriptor is not populated');
  }
  if (table.isView) return viewSource(env, table, at);
  const read = withPath(belowView(env, table));
  return scanSource(env, read, addScan(env.growth.scans, read));
}

/**
 * A table's cell filters are not carried over to an Athena view on it: what they open in some rows is open in all
 * (Athena User Guide, "Lake Formation limitations").
 */
function belowView(env: Env, table: VisibleTable): VisibleTable {
  return env.views.length === 0 || env.session.cellFiltersThroughViews ? table : { ...table, cells: undefined };
}

/**
 * The object that a row comes from. It is the same for all rows of a file, as a partition key is for all of a partition.
 * Where cells are filtered it is not there: of Iceberg's it is documented that it is refused (Athena User Guide, "Query
 * Iceberg table metadata"), of the others nothing is.
 */
const PATH: VisibleColumn = { name: PATH_NAME, hiveType: 'string', isPartitionKey: true, comment: undefined };

function withPath(table: VisibleTable): VisibleTable {
  return table.cells === undefined ? { ...table, selectable: [...table.selectable, PATH] } : table;
}

function scanSource(env: Env, table: VisibleTable, scan: Scan): Source {
  const relation = Sql.name('r', env.growth.nextRelation());
  const qualifier = [CATALOG, table.schema, table.name];
  const nameOf = columnNames(table);
  const fields = table.selectable.map((column, index): Field => {
    const type = typeOfHive(column.hiveType) ?? { unmodelled: unmodelled(column) };
    const text = sql`${relation}.${nameOf(index)}`;
    const hidden = column === PATH;
    return { name: column.name, qualifier, type, sql: text, origin: { scan, column: index }, hidden };
  });
  return { sql: sql`${Sql.name('t', scan.index)} AS ${relation}`, fields, scan };
}

function unmodelled(column: VisibleColumn): string {
  return column.hiveType.replace(/[<(].*/s, '');
}
