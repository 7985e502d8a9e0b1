import { Sql, sql } from '../sql/fragment.js';
import { mapArray, mapMap, rowSql } from '../translate/nested.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { isNested, type TrinoType } from '../types/trino-type.js';
import { type FileType, fileType } from './file-type.js';

/**
 * A column's value in the type that the catalogue declares. Fields of a row are found by their names, whatever their case;
 * a field that the file lacks is NULL, one that is not declared is left out (Athena User Guide, "Handle schema updates",
 * Parquet read by name). `stored` is the text of the type in the file, undefined for what is in no file.
 */
export function storedValue(raw: Sql, declared: TrinoType, stored: string | undefined): Sql {
  if (!isNested(declared) || stored === undefined) return sql`CAST(${raw} AS ${duckType(declared)})`;
  return convert(raw, declared, fileType(stored));
}

function convert(raw: Sql, declared: TrinoType, stored: FileType): Sql {
  if (!isNested(declared) && stored.kind === 'plain') return sql`CAST(${raw} AS ${duckType(declared)})`;
  if (declared.kind === 'array' && stored.kind === 'list') {
    return mapArray(raw, (item) => convert(item, declared.element, stored.element));
  }
  if (declared.kind === 'map' && stored.kind === 'map') {
    return mapMap(
      raw,
      (key) => convert(key, declared.key, stored.key),
      (value) => convert(value, declared.value, stored.value),
      declared,
    );
  }
  if (declared.kind === 'row' && stored.kind === 'struct') {
    const fields = declared.fields.map(({ name, type }) => {
      const found = stored.fields.find((field) => field.name.toLowerCase() === name);
      return found === undefined
        ? typedNull(type)
        : convert(sql`struct_extract(${raw}, ${Sql.literal(found.name)})`, type, found.type);
    });
    return sql`(CASE WHEN ${raw} IS NULL THEN ${typedNull(declared)} ELSE ${rowSql(fields)} END)`;
  }
  return misfit(raw, declared);
}

/** A type → those that hold each of its values. */
const WIDER: ReadonlyMap<string, readonly string[]> = new Map([
  ['TINYINT', ['SMALLINT', 'INTEGER', 'BIGINT']],
  ['SMALLINT', ['INTEGER', 'BIGINT']],
  ['INTEGER', ['BIGINT']],
  ['FLOAT', ['DOUBLE']],
]);

/**
 * True where reading a stored value in the declared type can neither fail nor make NULL of a value, nor a value of NULL.
 * Timestamps are none of these: their units and zones are converted. `stored` is the text of the type in the file.
 */
export function keepsNullness(declared: TrinoType, stored: string): boolean {
  if (isNested(declared) || declared.kind.startsWith('timestamp')) return false;
  const text = duckType(declared).text.replaceAll(' ', '');
  return stored === text || (WIDER.get(stored)?.includes(text) ?? false);
}

/** A value of another form is bad data where it is read, and nothing where it is not: a failing cast, not a refusal. */
export function misfit(raw: Sql, declared: TrinoType): Sql {
  const failing = sql`CAST(concat('?', left(CAST(${raw} AS VARCHAR), 0)) AS INTEGER)`;
  return sql`(CASE WHEN ${raw} IS NULL THEN ${typedNull(declared)} WHEN ${failing} > 0 THEN ${typedNull(declared)} END)`;
}
