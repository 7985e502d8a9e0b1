import type { VisibleColumn } from '../catalogue.js';
import { type Sql, sql } from '../sql/fragment.js';
import { columnNames, readColumns, type Scan } from '../translate/scan.js';
import { duckType } from '../types/duck-type.js';
import { typeOfHive } from '../types/hive-type.js';
import type { TrinoType } from '../types/trino-type.js';

/** A column of the copy: its generated name, what it is in the table, and its type. */
export interface Copied {
  readonly name: Sql;
  readonly column: VisibleColumn;
  readonly type: TrinoType;
  /** Only whether it is NULL is copied, as a boolean that is true or NULL. */
  readonly isNullness: boolean;
}

/** The permitted columns that a scan names. */
export function copiedColumns(scan: Scan): readonly Copied[] {
  const nameOf = columnNames(scan.table);
  return readColumns(scan).flatMap((index): Copied[] => {
    const column = scan.table.selectable[index];
    const type = column === undefined ? undefined : typeOfHive(column.hiveType);
    if (column === undefined || type === undefined) return [];
    return [{ name: nameOf(index), column, type, isNullness: !scan.used.has(index) }];
  });
}

export function copiedType({ type, isNullness }: Copied): Sql {
  return isNullness ? sql`BOOLEAN` : duckType(type);
}

export function copiedNull(copied: Copied): Sql {
  return sql`CAST(NULL AS ${copiedType(copied)})`;
}
