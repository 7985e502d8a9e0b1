import type { VisibleColumn } from '../catalogue.js';
import { list, Sql, sql } from '../sql/fragment.js';
import type { Scan } from '../translate/scan.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { typeOfHive } from '../types/hive-type.js';
import type { TrinoType } from '../types/trino-type.js';
import type { FileFacts } from './file-facts.js';
import { type FileGroup, NULL_PARTITION } from './files.js';
import { rowFilterSql } from './row-filter.js';

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
 * partitions, the rows that the administrator's filter lets through, and no more rows than its limit.
 */
export function fillSql(scan: Scan, groups: readonly KnownGroup[]): Sql {
  const { table } = scan;
  const wanted = [...scan.used].sort((a, b) => a - b);
  const columns = wanted.flatMap((index) => copied(Sql.name('c', index), table.selectable[index]));
  const filter = table.rowFilter === undefined ? undefined : rowFilterSql(table, table.rowFilter);
  const filterColumns = (filter?.columns ?? []).flatMap((index) => copied(Sql.name('p', index), table.all[index]));
  const read = [...columns, ...filterColumns];
  const parts = scan.limit === 0n ? [] : groups.flatMap((group) => partSql(read, group));
  const rows = parts.length === 0 ? nothing(read) : Sql.join(parts, sql` UNION ALL `);
  const kept = columns.length === 0 ? sql`true AS p0` : list(columns.map(({ name }) => name));
  const where = filter === undefined ? sql`` : sql` WHERE ${filter.condition}`;
  const limit = scan.limit === undefined ? sql`` : sql` LIMIT ${Sql.whole(scan.limit)}`;
  return sql`CREATE TABLE ${Sql.name('t', scan.index)} AS SELECT ${kept} FROM (${rows}) AS r0${where}${limit}`;
}

function copied(name: Sql, column: VisibleColumn | undefined): Copied[] {
  const type = column === undefined ? undefined : typeOfHive(column.hiveType);
  return column === undefined || type === undefined ? [] : [{ name, column, type }];
}

function nothing(columns: readonly Copied[]): Sql {
  const empty = columns.map(({ name, type }) => sql`${typedNull(type)} AS ${name}`);
  return sql`SELECT ${columns.length === 0 ? sql`1 AS p0` : list(empty)} WHERE false`;
}

/** Files with the same columns are read together; a column that a file lacks is NULL, as it is to Athena. */
function partSql(columns: readonly Copied[], group: KnownGroup): Sql[] {
  const byColumns = new Map<string, Sql[]>();
  const selections = new Map<string, Sql>();
  for (const { path, facts } of group.files) {
    const values = columns.map((copy) => sql`${valueSql(copy, group, facts)} AS ${copy.name}`);
    const selection = values.length === 0 ? sql`1 AS p0` : list(values);
    selections.set(selection.text, selection);
    byColumns.set(selection.text, [...(byColumns.get(selection.text) ?? []), Sql.literal(path)]);
  }
  return [...selections].map(([key, selection]) => {
    return sql`SELECT ${selection} FROM read_parquet([${list(byColumns.get(key) ?? [])}])`;
  });
}

function valueSql({ column, type }: Copied, group: KnownGroup, facts: FileFacts): Sql {
  if (column.isPartitionKey) {
    const value = group.keys.get(column.name);
    if (value === undefined || value === NULL_PARTITION) return typedNull(type);
    return sql`CAST(${Sql.literal(value)} AS ${duckType(type)})`;
  }
  const name = facts.columns.get(column.name);
  return name === undefined ? typedNull(type) : sql`CAST(${Sql.fileColumn(name)} AS ${duckType(type)})`;
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
