import type { ColumnPath } from '../../model/row-predicate.js';
import type { VisibleCells, VisibleColumn, VisibleTable } from '../catalogue.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import type { Scan } from '../translate/scan.js';
import { typedNull } from '../types/duck-type.js';
import { typeOfHive } from '../types/hive-type.js';
import type { TrinoType } from '../types/trino-type.js';
import type { FileFacts } from './file-facts.js';
import { type FileGroup, NULL_PARTITION } from './files.js';
import { anyOf, type FilterOperand, rowFilterSql } from './row-filter.js';
import { storedValue } from './stored-value.js';

export interface KnownGroup extends Omit<FileGroup, 'files'> {
  readonly files: readonly { readonly path: string; readonly facts: FileFacts }[];
}

/** A column of the copy: its generated name, what it is in the table, and its type. */
interface Copied {
  readonly name: Sql;
  readonly column: VisibleColumn;
  readonly type: TrinoType;
}

/**
 * The statement that copies into the instance what a scan may see and needs: its permitted and named columns, its
 * partitions, the rows and cells that Lake Formation opens, and no more rows than its limit. What is not copied cannot
 * be reached by any statement.
 */
export function fillSql(scan: Scan, groups: readonly KnownGroup[]): Sql {
  const { table } = scan;
  const wanted = [...scan.used].sort((a, b) => a - b);
  const columns = wanted.flatMap((index) => copied(Sql.name('c', index), table.selectable[index]));
  const parts = scan.limit === 0n ? [] : groups.flatMap((group) => partSql(table, columns, group));
  const rows = parts.length === 0 ? nothing(columns) : Sql.join(parts, sql` UNION ALL `);
  const kept = columns.length === 0 ? sql`true AS p0` : list(columns.map(({ name }) => name));
  const limit = scan.limit === undefined ? sql`` : sql` LIMIT ${Sql.whole(scan.limit)}`;
  return sql`CREATE TABLE ${Sql.name('t', scan.index)} AS SELECT ${kept} FROM (${rows}) AS r0${limit}`;
}

function copied(name: Sql, column: VisibleColumn | undefined): Copied[] {
  const type = column === undefined ? undefined : typeOfHive(column.hiveType);
  return column === undefined || type === undefined ? [] : [{ name, column, type }];
}

function nothing(columns: readonly Copied[]): Sql {
  const empty = columns.map(({ name, type }) => sql`${typedNull(type)} AS ${name}`);
  return sql`SELECT ${columns.length === 0 ? sql`1 AS p0` : list(empty)} WHERE false`;
}

/** Files that the same text reads are read together; a column that a file lacks is NULL, as it is to Athena. */
function partSql(table: VisibleTable, columns: readonly Copied[], group: KnownGroup): Sql[] {
  const parts = new Map<string, { readonly select: (files: Sql) => Sql; readonly paths: Sql[] }>();
  for (const { path, facts } of group.files) {
    const file: FileColumns = {
      raw: (column) => rawSql(column, group, facts),
      value: (raw, { column, type }) => storedValue(raw, type, storedType(column, facts)),
    };
    const select = (files: Sql): Sql =>
      table.cells === undefined ? everyCell(columns, files, file) : openCells(table, table.cells, columns, files, file);
    // Files whose columns have other types must not be read as one: the reader would cast some to the type of others.
    const key = JSON.stringify([select(sql``).text, [...facts.types]]);
    const part = parts.get(key) ?? { select, paths: [] };
    parts.set(key, part);
    part.paths.push(Sql.literal(path));
  }
  return [...parts.values()].map(({ select, paths }) => select(sql`read_parquet([${list(paths)}])`));
}

/** How the columns of some files are read: as they are, and in the type that the catalogue declares. */
interface FileColumns {
  raw(column: VisibleColumn): Sql;
  value(raw: Sql, copied: Copied): Sql;
}

function everyCell(columns: readonly Copied[], files: Sql, file: FileColumns): Sql {
  const values = columns.map((copied) => sql`${file.value(file.raw(copied.column), copied)} AS ${copied.name}`);
  return sql`SELECT ${values.length === 0 ? sql`1 AS p0` : list(values)} FROM ${files}`;
}

/**
 * The rows that a filter opens, each cell only where one of the filters that open its row holds its column. The inside
 * holds raw values and, as `s0`, `s1` …, whether each filter opens the row. A cell is cast behind its CASE only, so that
 * a hidden value that does not fit its type is not felt.
 */
function openCells(
  table: VisibleTable,
  cells: VisibleCells,
  columns: readonly Copied[],
  files: Sql,
  file: FileColumns,
): Sql {
  const opens = cells.filters.map((_, index) => Sql.name('s', index));
  const tests = cells.filters.map(({ rows }, index) => {
    const test = anyOf([rowFilterSql(rows, (path) => operandOf(table, path, file))]);
    return sql`${test} AS ${Sql.name('s', index)}`;
  });
  const inside = [...columns.map(({ column }, index) => sql`${file.raw(column)} AS ${Sql.name('p', index)}`), ...tests];
  const values = columns.map((copied, index) => {
    const { name, column, type } = copied;
    const value = file.value(Sql.name('p', index), copied);
    if (cells.everywhere.has(column.name)) return sql`${value} AS ${name}`;
    const openers = opens.filter((_, filter) => cells.filters[filter]?.columns.has(column.name) === true);
    if (openers.length === 0) return sql`${typedNull(type)} AS ${name}`;
    return sql`CASE WHEN ${anyOf(openers)} THEN ${value} END AS ${name}`;
  });
  const kept = values.length === 0 ? sql`1 AS p0` : list(values);
  const where = cells.everywhere.size > 0 ? sql`` : sql` WHERE ${opens.length === 0 ? sql`false` : anyOf(opens)}`;
  const source = inside.length === 0 ? files : sql`(SELECT ${list(inside)} FROM ${files}) AS r1`;
  return sql`SELECT ${kept} FROM ${source}${where}`;
}

/** Throws QueryFailure for a filter that does not fit the table any more: it must let nothing through. */
function operandOf(table: VisibleTable, [name, ...fields]: ColumnPath, file: FileColumns): FilterOperand {
  const column = table.all.find((one) => one.name === name);
  if (column === undefined) {
    // The filter's text is the administrator's, so the caller is told only that it stands in the way.
    throw failure('GENERIC_INTERNAL_ERROR', 'the row filter of the table cannot be applied');
  }
  const inside = fields.reduce(
    (outer, field) => sql`struct_extract(${outer}, ${Sql.literal(field)})`,
    file.raw(column),
  );
  return { sql: inside, type: fields.length === 0 ? typeOfHive(column.hiveType) : undefined };
}

/** The column as a file holds it, or as its partition names it. */
function rawSql(column: VisibleColumn, group: KnownGroup, facts: FileFacts): Sql {
  if (column.isPartitionKey) {
    const value = group.keys.get(column.name);
    return value === undefined || value === NULL_PARTITION ? sql`CAST(NULL AS VARCHAR)` : Sql.literal(value);
  }
  const name = facts.columns.get(column.name);
  if (name !== undefined) return Sql.fileColumn(name);
  const type = typeOfHive(column.hiveType);
  return type === undefined ? sql`NULL` : typedNull(type);
}

/** The text of the column's type in the file; undefined for what is in none. */
function storedType(column: VisibleColumn, facts: FileFacts): string | undefined {
  return column.isPartitionKey ? undefined : facts.types.get(column.name);
}

/** Compressed bytes of the columns that are read: what Athena calls data scanned. */
export function scannedBytes(scan: Scan, groups: readonly KnownGroup[]): number {
  if (scan.limit === 0n) return 0;
  const names = [...scan.used].flatMap((index) => table(scan, index));
  const files = groups.flatMap((group) => group.files);
  return files.reduce(
    (sum, { facts }) => sum + names.reduce((part, name) => part + (facts.bytes.get(name) ?? 0), 0),
    0,
  );
}

function table(scan: Scan, index: number): string[] {
  const column = scan.table.selectable[index];
  return column === undefined ? [] : [column.name];
}
