import type { Location } from '../ast/location.js';
import { failure, notSupported } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { isFloating, isNumeric, isWhole } from '../types/coercion.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { isNested, type RowType, sameType, type TrinoType, typeText, VARCHAR } from '../types/trino-type.js';
import type { Typed } from './env.js';
import { floatingText } from './floating-text.js';
import { fromJson, toJson } from './json.js';
import { mapArray, mapMap, mapRow } from './nested.js';

/** What a text must look like for Trino to read it; DuckDB alone is more lenient (`0x10`, `1_000`, blanks). */
const TEXT_FORMS = {
  whole: '^[+-]?[0-9]+$',
  decimal: '^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$',
  floating: '^ *([+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?|NaN|[+-]?Infinity) *$',
  boolean: '^(t|true|1|f|false|0)$',
  date: '^ *[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2} *$',
  timestamp: '^ *[0-9]{4,6}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2}([.][0-9]{1,6})?)?)? *$',
} as const;

/** The value as `to`, for types that Trino coerces by itself. */
export function coerce(value: Typed, to: TrinoType): Typed {
  if (sameType(value.type, to)) return value;
  // A longer varchar holds a shorter one as it is.
  if (value.type.kind === 'varchar' && to.kind === 'varchar') return { ...value, type: to };
  return { ...value, type: to, sql: castSql(value.sql, value.type, to, false, undefined) };
}

/** CAST and TRY_CAST as Trino documents them ("Conversion functions"). */
export function cast(value: Typed, to: TrinoType, safe: boolean, at: Location): Typed {
  if (sameType(value.type, to)) return { type: to, sql: value.sql };
  return { type: to, sql: castSql(value.sql, value.type, to, safe, at) };
}

function castSql(value: Sql, from: TrinoType, to: TrinoType, safe: boolean, at: Location | undefined): Sql {
  if (from.kind === 'unknown') return typedNull(to);
  const plain = (operand: Sql): Sql =>
    safe ? sql`TRY_CAST(${operand} AS ${duckType(to)})` : sql`CAST(${operand} AS ${duckType(to)})`;
  if (to.kind === 'json') {
    const made = toJson(value, from, at);
    return safe ? sql`TRY(${made})` : made;
  }
  if (from.kind === 'json') {
    const made = fromJson(value, to, (text, type) => castSql(text, VARCHAR, type, false, at), at);
    return safe ? sql`TRY(${made})` : made;
  }
  if (isNested(from) && isNested(to)) {
    // One part that does not fit makes the whole NULL, not that part.
    const whole = nestedSql(value, from, to, at);
    return safe ? sql`TRY(${whole})` : whole;
  }
  if (from.kind === 'varchar') return fromText(value, to, plain, at);
  if (to.kind === 'varchar') return toText(value, from, to, at);
  if (isNumeric(from) && isNumeric(to)) {
    // Trino rounds half away from zero; DuckDB's cast of a float rounds half to even.
    return isFloating(from) && isWhole(to) ? plain(sql`round(${value})`) : plain(value);
  }
  if (from.kind === 'boolean' && isNumeric(to) && to.kind !== 'decimal') return plain(value);
  if (isNumeric(from) && from.kind !== 'decimal' && to.kind === 'boolean') return plain(value);
  if (isMoment(from) && isMoment(to)) return precise(plain(value), to);
  throw failure('TYPE_MISMATCH', `Cannot cast ${typeText(from)} to ${typeText(to)}`, at);
}

function nestedSql(value: Sql, from: TrinoType, to: TrinoType, at: Location | undefined): Sql {
  if (holdsAsItIs(from, to)) return value;
  const inner = (part: Sql, source: TrinoType, target: TrinoType): Sql =>
    holdsAsItIs(source, target) ? part : castSql(part, source, target, false, at);
  if (from.kind === 'array' && to.kind === 'array') {
    return mapArray(value, (item) => inner(item, from.element, to.element));
  }
  if (from.kind === 'map' && to.kind === 'map') {
    const [key, content] = [to.key, to.value];
    return mapMap(
      value,
      (part) => inner(part, from.key, key),
      (part) => inner(part, from.value, content),
      to,
    );
  }
  if (from.kind === 'row' && to.kind === 'row' && from.fields.length === to.fields.length) {
    const fields = from.fields.map(({ type }, index) => {
      return (field: Sql): Sql => inner(field, type, to.fields[index]?.type ?? type);
    });
    return mapRow(value, fields, to);
  }
  throw failure('TYPE_MISMATCH', `Cannot cast ${typeText(from)} to ${typeText(to)}`, at);
}

/** True when every value of `from` is one of `to` without a change: names of a row's fields are not part of it. */
function holdsAsItIs(from: TrinoType, to: TrinoType): boolean {
  if (from.kind === 'varchar' && to.kind === 'varchar') return (from.length ?? Infinity) <= (to.length ?? Infinity);
  if (from.kind === 'array' && to.kind === 'array') return holdsAsItIs(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') {
    return holdsAsItIs(from.key, to.key) && holdsAsItIs(from.value, to.value);
  }
  if (from.kind === 'row' && to.kind === 'row') return holdsFields(from, to);
  return sameType(from, to);
}

function holdsFields(from: RowType, to: RowType): boolean {
  return (
    from.fields.length === to.fields.length &&
    from.fields.every(({ type }, index) => holdsAsItIs(type, to.fields[index]?.type ?? type))
  );
}

function isMoment(type: TrinoType): boolean {
  return type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamp with time zone';
}

/** A text that does not have the form becomes the empty text, which no cast accepts. */
function guarded(value: Sql, form: keyof typeof TEXT_FORMS): Sql {
  return sql`regexp_extract(${value}, ${Sql.literal(TEXT_FORMS[form])})`;
}

function fromText(value: Sql, to: TrinoType, plain: (operand: Sql) => Sql, at: Location | undefined): Sql {
  switch (to.kind) {
    case 'varchar':
      return to.length === undefined ? value : sql`left(${value}, ${Sql.whole(to.length)})`;
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint':
      return plain(guarded(value, 'whole'));
    case 'decimal':
      return plain(guarded(value, 'decimal'));
    case 'real':
    case 'double':
      return plain(sql`trim(${guarded(value, 'floating')})`);
    case 'boolean':
      return plain(guarded(sql`lower(${value})`, 'boolean'));
    case 'date':
      return plain(sql`trim(${guarded(value, 'date')})`);
    case 'timestamp':
    case 'timestamp with time zone':
      return precise(plain(sql`trim(${guarded(value, 'timestamp')})`), to);
    case 'varbinary':
    case 'interval day to second':
    case 'interval year to month':
    case 'unknown':
    case 'array':
    case 'map':
    case 'row':
    case 'json':
      throw failure('TYPE_MISMATCH', `Cannot cast varchar to ${typeText(to)}`, at);
  }
}

/** Timestamps are kept to the microsecond; a coarser type cuts what it cannot hold. */
function precise(value: Sql, to: TrinoType): Sql {
  if (to.kind !== 'timestamp' && to.kind !== 'timestamp with time zone') return value;
  if (to.precision >= 6) return value;
  return to.precision >= 3 ? sql`date_trunc('milliseconds', ${value})` : sql`date_trunc('second', ${value})`;
}

function toText(
  value: Sql,
  from: TrinoType,
  to: { readonly kind: 'varchar'; readonly length?: number },
  at: Location | undefined,
): Sql {
  const text = textOf(value, from, at);
  return to.length === undefined ? text : sql`left(${text}, ${Sql.whole(to.length)})`;
}

function textOf(value: Sql, from: TrinoType, at: Location | undefined): Sql {
  if (isWhole(from) || from.kind === 'decimal' || from.kind === 'boolean' || from.kind === 'date') {
    return sql`CAST(${value} AS VARCHAR)`;
  }
  if (isFloating(from)) return floatingText(value);
  if (from.kind === 'timestamp') {
    const seconds = sql`strftime(${value}, '%Y-%m-%d %H:%M:%S')`;
    if (from.precision === 0) return seconds;
    return sql`left(strftime(${value}, '%Y-%m-%d %H:%M:%S.%f'), ${Sql.whole(20 + from.precision)})`;
  }
  if (isNested(from) || from.kind === 'varbinary') {
    throw failure('TYPE_MISMATCH', `Cannot cast ${typeText(from)} to varchar`, at);
  }
  throw notSupported(`cast of ${typeText(from)} to varchar`, at);
}
