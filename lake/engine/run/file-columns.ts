import type { VisibleColumn } from '../catalogue.js';
import { Sql, sql } from '../sql/fragment.js';
import { typedNull } from '../types/duck-type.js';
import { typeOfHive } from '../types/hive-type.js';
import { RECORD_MEMBERS } from './cloudtrail-logs.js';
import { type Copied, copiedNull } from './copied.js';
import { type FileFacts, nullnessOf } from './file-facts.js';
import { type FileGroup, NULL_PARTITION } from './files.js';
import { jsonValue, memberOf, textAt } from './json-value.js';
import { keepsNullness, storedValue } from './stored-value.js';

/** How the columns of some files are read: as they are, and in the type that the catalogue declares. */
export interface FileColumns {
  raw(column: VisibleColumn): Sql;
  value(raw: Sql, copied: Copied): Sql;
  /** What a row filter looks at: the column, or a field inside it, before any cast that could fail. */
  inside(column: VisibleColumn, fields: readonly string[]): Sql;
}

type Keys = Pick<FileGroup, 'keys'>;

export function columnsOfFile(group: Keys, facts: FileFacts): FileColumns {
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

/** The same columns, where those that are the same in every row are not read. */
export function withConstants(file: FileColumns, constants: ReadonlyMap<Copied, Sql>): FileColumns {
  return { ...file, value: (held, copied) => constants.get(copied) ?? file.value(held, copied) };
}

/**
 * What a column is in every row of a file, without a look into it, where that is certain and reading it could not fail: a
 * partition's text, a column that the file lacks, and of which only NULLs matter what the footer counts. A value that may
 * not fit its column's type is an error where it is read, so it must be read.
 */
export function constantOf(copied: Copied, group: Keys, facts: FileFacts): Sql | undefined {
  const { column, type, isNullness } = copied;
  if (column.isPartitionKey) {
    const isText = type.kind === 'varchar';
    if (partitionValue(column, group) === undefined) return copiedNull(copied);
    return isText ? columnsOfFile(group, facts).value(rawSql(column, group, facts), copied) : undefined;
  }
  if (facts.format !== 'parquet') return undefined;
  const stored = storedType(column, facts);
  if (stored === undefined) return copiedNull(copied);
  const nullness = nullnessOf(facts, column.name);
  if (!isNullness || nullness === undefined || !keepsNullness(type, stored)) return undefined;
  return nullness === 'none' ? sql`true` : copiedNull(copied);
}

/** The column as a file holds it, or as its partition names it. */
function rawSql(column: VisibleColumn, group: Keys, facts: FileFacts): Sql {
  if (column.isPartitionKey) {
    const value = partitionValue(column, group);
    return value === undefined ? sql`CAST(NULL AS VARCHAR)` : Sql.literal(value);
  }
  const name = facts.shape.columns.get(column.name);
  if (name !== undefined) return Sql.fileColumn(name);
  const type = typeOfHive(column.hiveType);
  return type === undefined ? sql`NULL` : typedNull(type);
}

function partitionValue(column: VisibleColumn, { keys }: Keys): string | undefined {
  const value = keys.get(column.name);
  return value === NULL_PARTITION ? undefined : value;
}

/** The text of the column's type in the file; undefined for what is in none. */
function storedType(column: VisibleColumn, facts: FileFacts): string | undefined {
  return column.isPartitionKey ? undefined : facts.shape.types.get(column.name);
}
