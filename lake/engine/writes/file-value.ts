import { list, Sql, sql } from '../sql/fragment.js';
import { fieldOf, mapArray, pairKey, pairSql, pairValue } from '../translate/nested.js';
import type { TrinoType } from '../types/trino-type.js';

/** A value as a file is to hold it: the fields of its rows by their own names, which inside the engine are f0, f1 …. */
export function fileValue(value: Sql, type: TrinoType): Sql {
  if (!holdsRow(type)) return value;
  if (type.kind === 'array') return mapArray(value, (item) => fileValue(item, type.element));
  if (type.kind === 'map') {
    const pairs = mapArray(sql`map_entries(${value})`, (pair) =>
      pairSql(fileValue(pairKey(pair), type.key), fileValue(pairValue(pair), type.value)),
    );
    return sql`map_from_entries(${pairs})`;
  }
  if (type.kind !== 'row') return value;
  const fields = type.fields.map(
    (field, index) => sql`${Sql.literal(field.name ?? '')}: ${fileValue(fieldOf(value, index), field.type)}`,
  );
  return sql`(CASE WHEN ${value} IS NOT NULL THEN {${list(fields)}} END)`;
}

function holdsRow(type: TrinoType): boolean {
  if (type.kind === 'array') return holdsRow(type.element);
  if (type.kind === 'map') return holdsRow(type.key) || holdsRow(type.value);
  return type.kind === 'row';
}
