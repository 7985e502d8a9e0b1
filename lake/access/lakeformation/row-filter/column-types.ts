import type { Column } from '../../../model/catalogue.js';
import { topLevelParts } from '../../../model/hive-type-text.js';
import type { ColumnPath } from '../../../model/row-predicate.js';
import { RowFilterError } from './row-filter-error.js';

/** What a column's values can be compared with. */
export type TypeFamily = 'string' | 'integer' | 'decimal' | 'float' | 'boolean';

export interface FilterColumns {
  readonly columns: readonly Column[];
  readonly partitionKeys: readonly Column[];
}

/** "Nested columns up to five levels" (Lake Formation Developer Guide, "data-filtering-notes"). */
const MAX_DEPTH = 5;

const FAMILIES: Readonly<Record<string, TypeFamily>> = {
  string: 'string',
  char: 'string',
  varchar: 'string',
  tinyint: 'integer',
  smallint: 'integer',
  int: 'integer',
  integer: 'integer',
  long: 'integer',
  bigint: 'integer',
  float: 'float',
  double: 'float',
  decimal: 'decimal',
  boolean: 'boolean',
};

/**
 * The family of a column's type. Throws RowFilterError for a column that the table does not have, and for types that row
 * filters do not take: array, map, a struct as a whole, dates and times ("partiql-support", supported data types).
 */
export function familyOf(path: ColumnPath, table: FilterColumns): TypeFamily {
  const type = typeAt(path, table);
  const family = FAMILIES[/^\w+/.exec(type)?.[0] ?? ''];
  if (family === undefined) {
    throw new RowFilterError(`column ${path.join('.')} has type ${type}, which row filters do not support`);
  }
  return family;
}

export function isPartitionKey(path: ColumnPath, table: FilterColumns): boolean {
  return table.partitionKeys.some((key) => key.name.toLowerCase() === path[0]);
}

/** Lower-case Hive type text of a column or of a field inside it. */
function typeAt(path: ColumnPath, table: FilterColumns): string {
  const [name, ...fields] = path;
  const column = [...table.columns, ...table.partitionKeys].find((one) => one.name.toLowerCase() === name);
  if (column === undefined) throw new RowFilterError(`column ${name} does not exist`);
  if (fields.length > 0 && isPartitionKey(path, table)) {
    throw new RowFilterError('nested fields of partition columns cannot be referenced');
  }
  if (path.length > MAX_DEPTH) throw new RowFilterError(`nested columns are supported up to ${MAX_DEPTH} levels`);
  let type = column.type.trim().toLowerCase();
  for (const field of fields) {
    const inner = structFields(type)?.get(field);
    if (inner === undefined) throw new RowFilterError(`column ${path.join('.')} does not exist`);
    type = inner;
  }
  return type;
}

/** The fields of `struct<a:int,b:struct<…>>`, in order; undefined for any other type. */
export function structFields(type: string): ReadonlyMap<string, string> | undefined {
  const inner = /^struct\s*<(.*)>$/s.exec(type.trim())?.[1];
  if (inner === undefined) return undefined;
  return new Map(
    topLevelParts(inner).map((part) => {
      const at = part.indexOf(':');
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const;
    }),
  );
}
