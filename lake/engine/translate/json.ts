import type { Location } from '../ast/location.js';
import { failure, notSupported } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { isFloating, isWhole } from '../types/coercion.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { type TrinoType, typeText } from '../types/trino-type.js';
import { floatingText } from './floating-text.js';
import { fieldOf, mapArray, mapFromPairs, pairKey, pairSql, pairValue, rowSql } from './nested.js';

/** A JSON value is kept as its text without blanks; keys stay in the order of the text. */
const NULL_TEXT = sql`'null'`;
const ITEM = Sql.name('x', 0);

/**
 * The value as JSON. Source: Trino documentation, "JSON functions and operators", "Cast to JSON": rows become objects,
 * a field without a name has the empty one; NULL inside is JSON's null, a standalone NULL stays NULL.
 */
export function toJson(value: Sql, from: TrinoType, at: Location | undefined): Sql {
  if (from.kind === 'json') return value;
  if (isWhole(from) || from.kind === 'boolean' || from.kind === 'decimal') return sql`CAST(${value} AS VARCHAR)`;
  if (isFloating(from)) return floatingJson(value);
  if (from.kind === 'varchar') return quoted(value);
  if (from.kind === 'date') return quoted(sql`CAST(${value} AS VARCHAR)`);
  if (from.kind === 'array') {
    const items = mapArray(value, (item) => inside(item, from.element, at));
    return sql`('[' || array_to_string(${items}, ',') || ']')`;
  }
  if (from.kind === 'map') {
    if (from.key.kind !== 'varchar' && from.key.kind !== 'boolean' && !isWhole(from.key)) throw cannot(from, at);
    const key = quoted(sql`CAST(${pairKey(ITEM)} AS VARCHAR)`);
    const pair = sql`${key} || ':' || ${inside(pairValue(ITEM), from.value, at)}`;
    return sql`('{' || array_to_string(list_transform(map_entries(${value}), lambda ${ITEM}: ${pair}), ',') || '}')`;
  }
  if (from.kind === 'row') {
    const members = from.fields.map(({ name, type }, index) => {
      const key = Sql.literal(`${index === 0 ? '{' : ','}${JSON.stringify(name ?? '')}:`);
      return sql`${key} || ${inside(fieldOf(value, index), type, at)}`;
    });
    return sql`(CASE WHEN ${value} IS NOT NULL THEN ${Sql.join(members, sql` || `)} || '}' END)`;
  }
  throw cannot(from, at);
}

function cannot(from: TrinoType, at: Location | undefined): Error {
  if (from.kind === 'timestamp' || from.kind === 'timestamp with time zone') {
    return notSupported(`cast of ${typeText(from)} to json`, at);
  }
  return failure('TYPE_MISMATCH', `Cannot cast ${typeText(from)} to json`, at);
}

function inside(value: Sql, type: TrinoType, at: Location | undefined): Sql {
  if (type.kind === 'unknown') return NULL_TEXT;
  return sql`coalesce(${toJson(value, type, at)}, ${NULL_TEXT})`;
}

function quoted(text: Sql): Sql {
  return sql`CAST(to_json(${text}) AS VARCHAR)`;
}

/** As Java writes a double: with a point between 10^-3 and 10^7, with an exponent elsewhere. */
function floatingJson(value: Sql): Sql {
  const plain = sql`(${value} = 0 OR (abs(${value}) >= 0.001 AND abs(${value}) < 10000000))`;
  return sql`(CASE WHEN isnan(${value}) OR isinf(${value}) THEN '"' || ${floatingText(value)} || '"' WHEN ${plain} THEN CAST(${value} AS VARCHAR) ELSE ${floatingText(value)} END)`;
}

/**
 * A JSON value in another type ("Cast from JSON"): null becomes NULL, a scalar its value; an array's elements, an object's
 * members and a row's fields, by name or by place, are cast one by one. What does not fit ends the query. `cast` casts the
 * text of a scalar.
 */
export function fromJson(
  value: Sql,
  to: TrinoType,
  cast: (text: Sql, to: TrinoType) => Sql,
  at: Location | undefined,
): Sql {
  const again = (part: Sql, type: TrinoType): Sql => fromJson(part, type, cast, at);
  const kind = sql`json_type(${value})`;
  const misfit = misfitSql(value, to);
  const choose = (cases: Sql): Sql =>
    sql`(CASE WHEN ${value} IS NULL OR ${kind} = 'NULL' THEN ${typedNull(to)} ${cases} ELSE ${misfit} END)`;
  switch (to.kind) {
    case 'json':
      return value;
    case 'array': {
      const items = sql`CAST(json_extract(${value}, '$[*]') AS VARCHAR[])`;
      return choose(sql`WHEN ${kind} = 'ARRAY' THEN ${mapArray(items, (item) => again(item, to.element))}`);
    }
    case 'map': {
      const pairs = sql`list_zip(json_keys(${value}), CAST(json_extract(${value}, '$.*') AS VARCHAR[]))`;
      const pair = pairSql(cast(sql`${ITEM}[1]`, to.key), again(sql`${ITEM}[2]`, to.value));
      const made = mapFromPairs(sql`list_transform(${pairs}, lambda ${ITEM}: ${pair})`, to);
      return choose(sql`WHEN ${kind} = 'OBJECT' THEN ${made}`);
    }
    case 'row': {
      const part = (path: string): Sql => sql`CAST(json_extract(${value}, ${Sql.literal(path)}) AS VARCHAR)`;
      const byPlace = to.fields.map(({ type }, index) => again(part(`$[${index}]`), type));
      const byName = to.fields.map(({ name, type }) => {
        return name === undefined ? typedNull(type) : again(part(memberPath([name], at)), type);
      });
      const fits = sql`${kind} = 'ARRAY' AND json_array_length(${value}) = ${Sql.whole(to.fields.length)}`;
      return choose(sql`WHEN ${fits} THEN ${rowSql(byPlace)} WHEN ${kind} = 'OBJECT' THEN ${rowSql(byName)}`);
    }
    case 'varchar':
    case 'boolean':
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'real':
    case 'double':
    case 'decimal':
      return choose(
        sql`WHEN ${kind} NOT IN ('ARRAY', 'OBJECT') THEN ${cast(sql`json_extract_string(${value}, '$')`, to)}`,
      );
    case 'varbinary':
    case 'date':
    case 'timestamp':
    case 'timestamp with time zone':
    case 'interval day to second':
    case 'interval year to month':
    case 'unknown':
      throw failure('TYPE_MISMATCH', `Cannot cast json to ${typeText(to)}`, at);
  }
}

/** A cast that fails, so that TRY can catch it. */
function misfitSql(value: Sql, to: TrinoType): Sql {
  const failing = sql`CAST(concat('?', left(${value}, 0)) AS INTEGER)`;
  return sql`(CASE WHEN ${failing} > 0 THEN CAST(NULL AS ${duckType(to)}) END)`;
}

/** DuckDB's path to a member. Its quotes know no escape. */
export function memberPath(steps: readonly (string | number)[], at: Location | undefined): string {
  return `$${steps
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      if (/["\\\0*]/.test(step)) throw notSupported('a JSON path with this name', at);
      return `."${step}"`;
    })
    .join('')}`;
}

/** The steps of `$.store.book[0]["title"]`; wildcards and the like are not modelled. */
export function jsonPath(path: string, at: Location): string {
  const steps: (string | number)[] = [];
  let rest = path.startsWith('$') ? path.slice(1) : `.${path}`;
  while (rest !== '') {
    const [whole, name, place, quotedName] = /^(?:\.([A-Za-z0-9_:$-]+)|\[(\d+)\]|\["([^"\\]*)"\])/.exec(rest) ?? [];
    if (whole === undefined) throw notSupported(`the JSON path '${path}'`, at);
    steps.push(place === undefined ? (name ?? quotedName ?? '') : Number(place));
    rest = rest.slice(whole.length);
  }
  return memberPath(steps, at);
}
