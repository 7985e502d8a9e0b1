import { list, Sql, sql } from '../sql/fragment.js';
import { duckType, typedNull } from '../types/duck-type.js';
import type { RowType, TrinoType } from '../types/trino-type.js';

/**
 * The parameter of lambdas that the lake itself writes. The statement's own lambdas have numbers from 1; one inside
 * another hides it, and each body speaks of the innermost alone.
 */
const ITEM = Sql.name('x', 0);

/** A row of these values. */
export function rowSql(values: readonly Sql[]): Sql {
  return sql`{${list(values.map((value, index) => sql`${fieldLiteral(index)}: ${value}`))}}`;
}

/** The field at this place; NULL of a row that is NULL. */
export function fieldOf(row: Sql, index: number): Sql {
  return sql`struct_extract(${row}, ${fieldLiteral(index)})`;
}

function fieldLiteral(index: number): Sql {
  return Sql.literal(Sql.name('f', index).text);
}

/** A row whose fields are made from those of another; NULL stays NULL. */
export function mapRow(row: Sql, fields: readonly ((field: Sql) => Sql)[], to: TrinoType): Sql {
  const made = rowSql(fields.map((field, index) => field(fieldOf(row, index))));
  return sql`(CASE WHEN ${row} IS NULL THEN ${typedNull(to)} ELSE ${made} END)`;
}

/** Longer operands are written once: a form that writes its operands twice would double with each level. */
const MAX_REPEATED = 300;

/** `body` of these operands; long ones become the fields of a row that a lambda is called with, so that it captures nothing. */
export function together(operands: readonly Sql[], body: (operands: readonly Sql[]) => Sql): Sql {
  const length = operands.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= MAX_REPEATED) return body(operands);
  const held = Sql.name('s', 0);
  const fields = operands.map((_, index) => fieldOf(held, index));
  return sql`list_extract(list_transform([${rowSql(operands)}], lambda ${held}: ${body(fields)}), 1)`;
}

export function mapArray(array: Sql, element: (item: Sql) => Sql): Sql {
  return sql`list_transform(${array}, lambda ${ITEM}: ${element(ITEM)})`;
}

/** Pairs of DuckDB's, whose fields are called `key` and `value`, made into a map of `to`; NULL stays NULL. */
export function mapFromPairs(pairs: Sql, to: TrinoType): Sql {
  return sql`CAST(map_from_entries(${pairs}) AS ${duckType(to)})`;
}

/** `made` of these keys, unless one is NULL or there twice; `fail` ends the query with Trino's words. */
export function ofUniqueKeys(keys: Sql, made: Sql, fail: (text: string) => Sql): Sql {
  return sql`(CASE WHEN list_count(${keys}) < len(${keys}) THEN ${fail('map key cannot be null')} WHEN len(list_distinct(${keys})) < len(${keys}) THEN ${fail('Duplicate map keys are not allowed')} ELSE ${made} END)`;
}

export function pairSql(key: Sql, value: Sql): Sql {
  return sql`{'key': ${key}, 'value': ${value}}`;
}

export function pairKey(pair: Sql): Sql {
  return sql`struct_extract(${pair}, 'key')`;
}

export function pairValue(pair: Sql): Sql {
  return sql`struct_extract(${pair}, 'value')`;
}

/** A map whose keys and values are made from those of another. */
export function mapMap(map: Sql, key: (key: Sql) => Sql, value: (value: Sql) => Sql, to: TrinoType): Sql {
  const pair = pairSql(key(pairKey(ITEM)), value(pairValue(ITEM)));
  return mapFromPairs(sql`list_transform(map_entries(${map}), lambda ${ITEM}: ${pair})`, to);
}

/** True where `a` and `b` are equal, NULL where a NULL inside leaves it open (Trino documentation, "Comparison operators"). */
export function equalRows(a: Sql, b: Sql, { fields }: RowType, equal: (a: Sql, b: Sql, type: TrinoType) => Sql): Sql {
  const pairs = fields.map(({ type }, index) => equal(fieldOf(a, index), fieldOf(b, index), type));
  return sql`(${Sql.join(pairs, sql` AND `)})`;
}

/** Of unequal lengths: not equal. Else as rows are, element by element. */
export function equalArrays(a: Sql, b: Sql, equal: (a: Sql, b: Sql) => Sql): Sql {
  const pairs = sql`list_transform(list_zip(${a}, ${b}), lambda ${ITEM}: ${equal(sql`${ITEM}[1]`, sql`${ITEM}[2]`)})`;
  return sql`(CASE WHEN ${a} IS NULL OR ${b} IS NULL THEN NULL WHEN len(${a}) <> len(${b}) THEN false ELSE ${everyOf(pairs)} END)`;
}

/** False if one is false, else NULL if one is NULL, else true. */
function everyOf(tests: Sql): Sql {
  return sql`(CASE WHEN list_contains(${tests}, false) THEN false WHEN list_count(${tests}) < len(${tests}) THEN NULL ELSE true END)`;
}
