import type { StoredObject } from '../../model/objects.js';
import type { ColumnPath } from '../../model/row-predicate.js';
import type { VisibleCells, VisibleColumn, VisibleTable } from '../catalogue.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { readColumns, type Scan } from '../translate/scan.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { typeOfHive } from '../types/hive-type.js';
import type { TrinoType } from '../types/trino-type.js';
import { RECORD_MEMBERS, recordsOf } from './cloudtrail-logs.js';
import type { FileFacts } from './file-facts.js';
import { type FileGroup, NULL_PARTITION } from './files.js';
import { jsonValue, memberOf, textAt } from './json-value.js';
import { copiedBytes } from './needed.js';
import { anyOf, type FilterOperand, rowFilterSql } from './row-filter.js';
import { storedValue } from './stored-value.js';

export interface KnownGroup extends Omit<FileGroup, 'files'> {
  readonly files: readonly KnownFile[];
}

export interface KnownFile {
  readonly path: string;
  readonly etag: string;
  readonly facts: FileFacts;
  readonly object: StoredObject;
}

/** A table of the instance, and the statement that gives its rows. */
export interface Copy {
  readonly table: Sql;
  readonly create: Sql;
  readonly select: Sql;
  /** What its rows depend on beside the statement: each file and its content. */
  readonly sources: readonly string[];
  /** About what it takes in memory. */
  readonly bytes: number;
}

/** A column of the copy: its generated name, what it is in the table, and its type. */
interface Copied {
  readonly name: Sql;
  readonly column: VisibleColumn;
  readonly type: TrinoType;
  /** Only whether it is NULL is copied, as a boolean that is true or NULL. */
  readonly isNullness: boolean;
}

/**
 * What the instance gets of a scan: its permitted and named columns, its partitions, the rows and cells that Lake
 * Formation opens, and no more rows than its limit. What is not copied cannot be reached by any statement.
 */
export function copyOf(scan: Scan, groups: readonly KnownGroup[]): Copy {
  const columns = readColumns(scan).flatMap((index) =>
    copied(Sql.name('c', index), scan.table.selectable[index], !scan.used.has(index)),
  );
  const limit = scan.limit === undefined ? sql`` : sql` LIMIT ${Sql.whole(scan.limit)}`;
  const parts = partsSql(scan.table, columns, groups);
  const rows = parts.length === 0 ? nothing(columns) : Sql.join(parts, sql` UNION ALL `);
  const table = Sql.name('t', scan.index);
  const kept = columns.length === 0 ? sql`true AS p0` : list(columns.map(({ name }) => name));
  const types = columns.map((column) => sql`${column.name} ${copiedType(column)}`);
  const files = groups.flatMap((group) => group.files);
  return {
    table,
    create: sql`CREATE TABLE ${table} (${types.length === 0 ? sql`p0 BOOLEAN` : list(types)})`,
    select: sql`SELECT ${kept} FROM (${rows}) AS r0${limit}`,
    sources: files.map(({ path, etag }) => `${path} ${etag}`),
    bytes: copiedBytes(columns, files, scan.limit),
  };
}

function copied(name: Sql, column: VisibleColumn | undefined, isNullness: boolean): Copied[] {
  const type = column === undefined ? undefined : typeOfHive(column.hiveType);
  return column === undefined || type === undefined ? [] : [{ name, column, type, isNullness }];
}

function copiedType({ type, isNullness }: Copied): Sql {
  return isNullness ? sql`BOOLEAN` : duckType(type);
}

function nothing(columns: readonly Copied[]): Sql {
  const empty = columns.map((column) => sql`CAST(NULL AS ${copiedType(column)}) AS ${column.name}`);
  return sql`SELECT ${columns.length === 0 ? sql`1 AS p0` : list(empty)} WHERE false`;
}

/**
 * Files that the same text reads are read together, also of several partitions where no key is wanted; a column that a
 * file lacks is NULL, as it is to Athena.
 */
function partsSql(table: VisibleTable, columns: readonly Copied[], groups: readonly KnownGroup[]): Sql[] {
  const parts = new Map<
    string,
    { readonly select: (files: Sql) => Sql; readonly facts: FileFacts; readonly paths: Sql[] }
  >();
  for (const group of groups) {
    for (const { path, facts } of group.files) {
      const select = selectOf(table, columns, columnsOfFile(group, facts));
      // Files whose columns have other types must not be read as one: the reader would cast some to the type of others.
      const key = JSON.stringify([facts.format, facts.isGzip, select(sql``).text, [...facts.types]]);
      const part = parts.get(key) ?? { select, facts, paths: [] };
      parts.set(key, part);
      part.paths.push(Sql.literal(path));
    }
  }
  return [...parts.values()].map(({ select, facts, paths }) => select(rowsOf(facts, paths)));
}

function rowsOf({ format, isGzip }: FileFacts, paths: readonly Sql[]): Sql {
  return format === 'parquet' ? sql`read_parquet([${list(paths)}])` : sql`${recordsOf(paths, isGzip)} AS r2`;
}

function selectOf(table: VisibleTable, columns: readonly Copied[], file: FileColumns): (files: Sql) => Sql {
  const { cells } = table;
  return (files) =>
    cells === undefined ? everyCell(columns, files, file) : openCells(table, cells, columns, files, file);
}

function columnsOfFile(group: KnownGroup, facts: FileFacts): FileColumns {
  const isJson = (column: VisibleColumn): boolean => facts.format === 'cloudtrail' && !column.isPartitionKey;
  const raw = (column: VisibleColumn): Sql =>
    isJson(column) ? memberOf(RECORD_MEMBERS, column.name) : rawSql(column, group, facts);
  return {
    raw,
    value: (held, { column, type, isNullness }) => {
      const value = isJson(column) ? jsonValue(held, type) : storedValue(held, type, storedType(column, facts));
      // The cast stays: what does not fit its type is an error here too.
      return isNullness ? sql`(CASE WHEN ${value} IS NOT NULL THEN true END)` : value;
    },
    inside: (column, fields) =>
      isJson(column)
        ? textAt(raw(column), fields)
        : fields.reduce((outer, field) => sql`struct_extract(${outer}, ${Sql.literal(field)})`, raw(column)),
  };
}

/** How the columns of some files are read: as they are, and in the type that the catalogue declares. */
interface FileColumns {
  raw(column: VisibleColumn): Sql;
  value(raw: Sql, copied: Copied): Sql;
  /** What a row filter looks at: the column, or a field inside it, before any cast that could fail. */
  inside(column: VisibleColumn, fields: readonly string[]): Sql;
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
    const { name, column } = copied;
    const value = file.value(Sql.name('p', index), copied);
    if (cells.everywhere.has(column.name)) return sql`${value} AS ${name}`;
    const openers = opens.filter((_, filter) => cells.filters[filter]?.columns.has(column.name) === true);
    if (openers.length === 0) return sql`CAST(NULL AS ${copiedType(copied)}) AS ${name}`;
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
  const type = fields.length === 0 ? typeOfHive(column.hiveType) : undefined;
  return { sql: file.inside(column, fields), type };
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
