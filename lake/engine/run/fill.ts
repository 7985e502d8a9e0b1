import type { StoredObject } from '../../model/objects.js';
import { list, Sql, sql } from '../sql/fragment.js';
import type { Scan } from '../translate/scan.js';
import { type Copied, copiedColumns, copiedNull, copiedType } from './copied.js';
import type { FileFacts } from './file-facts.js';
import type { FileGroup } from './files.js';
import { copiedBytes } from './needed.js';
import { partsOf } from './parts.js';

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
  readonly drop: Sql;
  /** Undefined where `create` makes a view of constants, which needs no rows. */
  readonly select: Sql | undefined;
  /** What its rows depend on beside the statements: each file and its content. */
  readonly sources: readonly string[];
  /** About what it takes in memory. */
  readonly bytes: number;
}

/** A view is planned with the statement: what has more parts is made before it. */
const MAX_VIEW_PARTS = 50;

/**
 * What the instance gets of a scan: its permitted and named columns, its partitions, the rows and cells that Lake
 * Formation opens, and no more rows than its limit. What is not copied cannot be reached by any statement.
 */
export function copyOf(scan: Scan, groups: readonly KnownGroup[]): Copy {
  const columns = copiedColumns(scan);
  const limit = scan.limit === undefined ? sql`` : sql` LIMIT ${Sql.whole(scan.limit)}`;
  const parts = partsOf(scan.table, columns, groups);
  const rows =
    parts.length === 0
      ? nothing(columns)
      : Sql.join(
          parts.map((part) => part.select),
          sql` UNION ALL `,
        );
  const table = Sql.name('t', scan.index);
  const kept = columns.length === 0 ? sql`true AS p0` : list(columns.map(({ name }) => name));
  const select = sql`SELECT ${kept} FROM (${rows}) AS r0${limit}`;
  const files = groups.flatMap((group) => group.files);
  const bytes = copiedBytes(columns, files, scan.limit);
  if (parts.length <= MAX_VIEW_PARTS && parts.every((part) => part.isUnread)) {
    const create = sql`CREATE VIEW ${table} AS ${select}`;
    return { table, create, drop: sql`DROP VIEW ${table}`, select: undefined, sources: [], bytes };
  }
  const types = columns.map((column) => sql`${column.name} ${copiedType(column)}`);
  return {
    table,
    create: sql`CREATE TABLE ${table} (${types.length === 0 ? sql`p0 BOOLEAN` : list(types)})`,
    drop: sql`DROP TABLE ${table}`,
    select,
    sources: files.map(({ path, etag }) => `${path} ${etag}`),
    bytes,
  };
}

function nothing(columns: readonly Copied[]): Sql {
  const empty = columns.map((column) => sql`${copiedNull(column)} AS ${column.name}`);
  return sql`SELECT ${columns.length === 0 ? sql`1 AS p0` : list(empty)} WHERE false`;
}
