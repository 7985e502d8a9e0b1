import type { ComparisonOperator } from '../ast/expression.js';
import type { Location } from '../ast/location.js';
import { failure, notSupported } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { commonType, isFloating } from '../types/coercion.js';
import { BOOLEAN, isNested, type TrinoType, typeText } from '../types/trino-type.js';
import { coerce } from './cast.js';
import type { Typed } from './env.js';
import { equalArrays, equalRows } from './nested.js';

export const COMPARISONS: Readonly<Record<ComparisonOperator, Sql>> = {
  '=': sql`=`,
  '<>': sql`<>`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
};

/** Both values in the type that they share; a mismatch reads as Trino's. */
export function inCommon(left: Typed, right: Typed, mismatch: () => string, at: Location): readonly [Typed, Typed] {
  const type = commonType(left.type, right.type);
  if (type === undefined) throw failure('TYPE_MISMATCH', mismatch(), at);
  return [coerce(left, type), coerce(right, type)];
}

export function comparison(operator: ComparisonOperator, left: Typed, right: Typed, at: Location): Typed {
  const text = (): string => `Cannot apply operator: ${typeText(left.type)} ${operator} ${typeText(right.type)}`;
  const [a, b] = inCommon(left, right, text, at);
  refuseJson(a.type, at);
  if (isNested(a.type)) {
    if (operator !== '=' && operator !== '<>') throw unordered(operator, a.type, text(), at);
    const equal = equalSql(a.sql, b.sql, a.type, at);
    return { type: BOOLEAN, sql: operator === '=' ? equal : sql`(NOT ${equal})` };
  }
  return { type: BOOLEAN, sql: compareSql(operator, a, b) };
}

/** Maps have no order; that of arrays and rows is not modelled. */
function unordered(operator: ComparisonOperator, type: TrinoType, text: string, at: Location): Error {
  return type.kind === 'map'
    ? failure('TYPE_MISMATCH', text, at)
    : notSupported(`${type.kind} ${operator} ${type.kind}`, at);
}

/** Keys in another order are not another value; the texts that the lake keeps would differ. */
function refuseJson(type: TrinoType, at: Location): void {
  if (type.kind === 'json') throw notSupported('comparison of json', at);
}

/** DuckDB takes maps of the same pairs in another order for different, Trino does not. */
export function refuseMaps(type: TrinoType, what: string, at: Location): void {
  if (type.kind === 'map' || type.kind === 'json') throw notSupported(`${what} of ${type.kind}`, at);
  if (type.kind === 'array') refuseMaps(type.element, what, at);
  if (type.kind === 'row') for (const field of type.fields) refuseMaps(field.type, what, at);
}

/** Equality of parts decides that of the whole; NULL inside may leave it open. */
function equalSql(a: Sql, b: Sql, type: TrinoType, at: Location): Sql {
  if (type.kind === 'row') return equalRows(a, b, type, (x, y, field) => equalSql(x, y, field, at));
  if (type.kind === 'array') {
    const { element } = type;
    return equalArrays(a, b, (x, y) => equalSql(x, y, element, at));
  }
  if (type.kind === 'map' || type.kind === 'json') throw notSupported(`comparison of ${type.kind}`, at);
  return compareSql('=', { type, sql: a }, { type, sql: b });
}

/** To DuckDB NaN is the largest number and equal to itself; to Trino it compares with nothing. */
export function compareSql(operator: ComparisonOperator, left: Typed, right: Typed): Sql {
  const plain = sql`(${left.sql} ${COMPARISONS[operator]} ${right.sql})`;
  if (!isFloating(left.type)) return plain;
  const suspects = [left, right].filter((value) => value.literal !== true);
  if (suspects.length === 0) return plain;
  const isNan = suspects.map((value) => sql`coalesce(isnan(${value.sql}), false)`);
  const [first, second] = isNan;
  const any = first === undefined || second === undefined ? (first ?? sql`false`) : sql`(${first} OR ${second})`;
  return operator === '<>' ? sql`(${plain} OR ${any})` : sql`(${plain} AND NOT ${any})`;
}

export function between(operand: Typed, low: Typed, high: Typed, negated: boolean, at: Location): Typed {
  const text = (): string =>
    `Cannot check if ${typeText(operand.type)} is BETWEEN ${typeText(low.type)} and ${typeText(high.type)}`;
  const [a, lower] = inCommon(operand, low, text, at);
  const [b, upper] = inCommon(operand, high, text, at);
  refuseJson(a.type, at);
  if (isNested(a.type) || isNested(b.type)) throw unordered('>=', a.type, text(), at);
  const inside = sql`(${compareSql('>=', a, lower)} AND ${compareSql('<=', b, upper)})`;
  return { type: BOOLEAN, sql: negated ? sql`(NOT ${inside})` : inside };
}

export function inList(operand: Typed, items: readonly Typed[], negated: boolean, at: Location): Typed {
  const type = commonOf([operand, ...items], at, 'IN value and list items must be the same type');
  if (isNested(type)) {
    const value = coerce(operand, type).sql;
    const equal = items.map((item) => equalSql(value, coerce(item, type).sql, type, at));
    const any = sql`(${Sql.join(equal, sql` OR `)})`;
    return { type: BOOLEAN, sql: negated ? sql`(NOT ${any})` : any };
  }
  refuseJson(type, at);
  const members = items.map((item) => coerce(item, type).sql);
  const inside = sql`(${coerce(operand, type).sql} IN (${list(members)}))`;
  return { type: BOOLEAN, sql: negated ? sql`(NOT ${inside})` : inside };
}

/** The type that all of these share. */
export function commonOf(values: readonly Typed[], at: Location, text: string): TrinoType {
  const [first, ...rest] = values;
  if (first === undefined) throw failure('TYPE_MISMATCH', text, at);
  return rest.reduce((sum: TrinoType, value) => {
    const type = commonType(sum, value.type);
    if (type === undefined) throw failure('TYPE_MISMATCH', `${text}: ${typeText(sum)} vs ${typeText(value.type)}`, at);
    return type;
  }, first.type);
}

export function distinctFrom(left: Typed, right: Typed, negated: boolean, at: Location): Typed {
  const text = (): string => `Cannot check if ${typeText(left.type)} is distinct from ${typeText(right.type)}`;
  const [a, b] = inCommon(left, right, text, at);
  refuseMaps(a.type, 'comparison', at);
  const distinct = sql`(${a.sql} IS DISTINCT FROM ${b.sql})`;
  return { type: BOOLEAN, sql: negated ? sql`(NOT ${distinct})` : distinct };
}
