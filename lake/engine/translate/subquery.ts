import type { Expression } from '../ast/expression.js';
import type { Location } from '../ast/location.js';
import type { Query } from '../ast/query.js';
import { failure, notSupported } from '../failure.js';
import { type Sql, sql } from '../sql/fragment.js';
import { isFloating } from '../types/coercion.js';
import { BOOLEAN, isNested, type TrinoType, typeText } from '../types/trino-type.js';
import { COMPARISONS, inCommon } from './comparison.js';
import type { Env, TranslatedQuery, Typed } from './env.js';

/** A query inside an expression sees the names around it. */
function inner(env: Env, query: Query): TranslatedQuery {
  if (env.insideLambda) throw failure('NOT_SUPPORTED', 'Lambda expression cannot contain subqueries', query.at);
  return env.translate.query({ ...env, aggregation: undefined, windows: undefined }, query);
}

function single(query: TranslatedQuery, at: Location): { readonly column: Typed; readonly from: Sql } {
  const [column, ...more] = query.columns;
  if (column === undefined || more.length > 0) {
    throw failure('NOT_SUPPORTED', 'Multiple columns returned by subquery are not yet supported', at);
  }
  const relation = sql`r0`;
  return { column: { type: column.type, sql: sql`${relation}.c0` }, from: sql`(${query.sql}) AS ${relation}` };
}

export function scalarSubquery(env: Env, query: Query, at: Location): Typed {
  const { column, from } = single(inner(env, query), at);
  return { type: column.type, sql: sql`(SELECT ${column.sql} FROM ${from})` };
}

export function exists(env: Env, query: Query): Typed {
  return { type: BOOLEAN, sql: sql`EXISTS (${inner(env, query).sql})` };
}

export function inQuery(env: Env, operand: Typed, node: Extract<Expression, { readonly kind: 'in-query' }>): Typed {
  const { column, from } = single(inner(env, node.query), node.at);
  const text = (): string =>
    `value and result of subquery must be of the same type for IN expression: ${typeText(operand.type)} vs ${typeText(column.type)}`;
  const [a, b] = inCommon(operand, column, text, node.at);
  refuseNested(a.type, 'IN', node.at);
  const inside = sql`(${a.sql} IN (SELECT ${b.sql} FROM ${from}))`;
  return { type: BOOLEAN, sql: node.negated ? sql`(NOT ${inside})` : inside };
}

/** DuckDB compares NULL inside rows and arrays as a value. */
function refuseNested(type: TrinoType, operator: string, at: Location): void {
  if (isNested(type) || type.kind === 'json') throw notSupported(`${operator} of a subquery of ${type.kind}`, at);
}

export function quantified(
  env: Env,
  operand: Typed,
  node: Extract<Expression, { readonly kind: 'quantified' }>,
): Typed {
  const { column, from } = single(inner(env, node.query), node.at);
  const text = (): string =>
    `Cannot apply operator: ${typeText(operand.type)} ${node.operator} ${typeText(column.type)}`;
  const [a, b] = inCommon(operand, column, text, node.at);
  refuseNested(a.type, node.operator, node.at);
  if (isFloating(a.type)) throw notSupported('a quantified comparison of floating-point numbers', node.at);
  const quantifier = node.quantifier === 'all' ? sql`ALL` : sql`ANY`;
  const compared = sql`${a.sql} ${COMPARISONS[node.operator]} ${quantifier}`;
  return { type: BOOLEAN, sql: sql`(${compared} (SELECT ${b.sql} FROM ${from}))` };
}
