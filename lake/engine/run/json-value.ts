import { Sql, sql } from '../sql/fragment.js';
import { mapArray, mapFromPairs, pairKey, pairSql, pairValue, rowSql } from '../translate/nested.js';
import { duckType, typedNull } from '../types/duck-type.js';
import type { MapType, RowType, TrinoType } from '../types/trino-type.js';
import { misfit } from './stored-value.js';

type ArrayType = Extract<TrinoType, { readonly kind: 'array' }>;

/** Members of an object, inside the lambda that binds them. */
const MEMBERS = Sql.name('s', 0);

/**
 * The member of this lower-case name, whatever its case in the file, of an object's `members`; NULL when there is none, or
 * when it is JSON's null.
 */
export function memberOf(members: Sql, name: string): Sql {
  const isIt = sql`lower(struct_extract(e0, 'key')) = ${Sql.literal(name)}`;
  return sql`struct_extract(list_extract(list_filter(${members}, lambda e0: ${isIt}), 1), 'value')`;
}

/** The members of a JSON object, as pairs of a key and a JSON value; NULL for what is no object. */
export function membersOf(json: Sql): Sql {
  return sql`map_entries(TRY_CAST(${json} AS MAP(VARCHAR, JSON)))`;
}

/** Any value's text: that of a string itself, of all others their JSON. */
export function jsonText(json: Sql): Sql {
  return sql`json_extract_string(${json}, '$')`;
}

/** The text of the value at the end of a way through objects. */
export function textAt(json: Sql, fields: readonly string[]): Sql {
  return jsonText(fields.reduce((outer, field) => memberOf(membersOf(outer), field.toLowerCase()), json));
}

/**
 * A JSON value in the type that the catalogue declares, as Hive's JSON serdes read it: members are found by name whatever
 * their case, one that is missing is NULL, and a text takes any value, an object as its JSON. A value of another form is
 * bad data where it is read.
 */
export function jsonValue(json: Sql, declared: TrinoType): Sql {
  if (declared.kind === 'row') return rowOf(json, declared);
  if (declared.kind === 'array') return arrayOf(json, declared);
  if (declared.kind === 'map') return mapOf(json, declared);
  return sql`CAST(${jsonText(json)} AS ${duckType(declared)})`;
}

function arrayOf(json: Sql, declared: ArrayType): Sql {
  const array = mapArray(sql`TRY_CAST(${json} AS JSON[])`, (item) => jsonValue(item, declared.element));
  return formed(json, 'ARRAY', array, declared);
}

function mapOf(json: Sql, declared: MapType): Sql {
  const pair = (item: Sql): Sql =>
    pairSql(sql`CAST(${pairKey(item)} AS ${duckType(declared.key)})`, jsonValue(pairValue(item), declared.value));
  return formed(json, 'OBJECT', mapFromPairs(mapArray(membersOf(json), pair), declared), declared);
}

/** The members are bound once: written at each field, they would double with each level. */
function rowOf(json: Sql, declared: RowType): Sql {
  const fields = declared.fields.map(({ name, type }) => jsonValue(memberOf(MEMBERS, name ?? ''), type));
  const row = sql`list_extract(list_transform([${membersOf(json)}], lambda ${MEMBERS}: ${rowSql(fields)}), 1)`;
  return formed(json, 'OBJECT', row, declared);
}

function formed(json: Sql, form: 'OBJECT' | 'ARRAY', value: Sql, declared: TrinoType): Sql {
  const isFormed = sql`json_type(${json}) = ${Sql.literal(form)}`;
  return sql`(CASE WHEN ${json} IS NULL THEN ${typedNull(declared)} WHEN ${isFormed} THEN ${value} ELSE ${misfit(json, declared)} END)`;
}
