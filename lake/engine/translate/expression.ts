import type { Expression } from '../ast/expression.js';
import { failure } from '../failure.js';
import { boundedList, concatenated } from '../functions/bounds.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { coercible, commonType } from '../types/coercion.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { BIGINT, BOOLEAN, type MapType, type RowType, type TrinoType, typeText, VARCHAR } from '../types/trino-type.js';
import { arithmetic, negate } from './arithmetic.js';
import { translateCall } from './call.js';
import { cast, coerce } from './cast.js';
import { between, commonOf, comparison, distinctFrom, inList } from './comparison.js';
import type { Env, Typed } from './env.js';
import { translateLiteral } from './literal.js';
import { fieldOf, rowSql, together } from './nested.js';
import { raise } from './raise.js';
import { resolveField, rowField } from './scope.js';
import { exists, inQuery, quantified, scalarSubquery } from './subquery.js';

/** An expression of the statement in DuckDB's SQL; every name in it is looked up among what the caller may see. */
export function translateExpression(env: Env, node: Expression): Typed {
  const key = env.aggregation?.key(node);
  if (key !== undefined) return key;
  const inner = (part: Expression): Typed => translateExpression(env, part);
  switch (node.kind) {
    case 'null':
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'double':
    case 'string':
    case 'binary':
    case 'typed':
    case 'interval':
      return translateLiteral(node);
    case 'parameter':
      return parameter(env, node);
    case 'column':
      return resolveField(env.scope, node.parts, node.at);
    case 'negate':
      return negate(inner(node.operand), node.at);
    case 'arithmetic':
      return arithmetic(env, node.operator, inner(node.left), inner(node.right), node.at);
    case 'concat':
      return concat(env, inner(node.left), inner(node.right), node.at);
    case 'comparison':
      return comparison(node.operator, inner(node.left), inner(node.right), node.at);
    case 'logical':
      return logical(env, node);
    case 'not':
      return { type: BOOLEAN, sql: sql`(NOT ${condition(env, node.operand).sql})` };
    case 'is-null': {
      const operand = nullness(env, node.operand).sql;
      return { type: BOOLEAN, sql: node.negated ? sql`(${operand} IS NOT NULL)` : sql`(${operand} IS NULL)` };
    }
    case 'distinct-from':
      return distinctFrom(inner(node.left), inner(node.right), node.negated, node.at);
    case 'between':
      return between(inner(node.operand), inner(node.low), inner(node.high), node.negated, node.at);
    case 'in-list':
      return inList(inner(node.operand), node.items.map(inner), node.negated, node.at);
    case 'like':
      return like(env, node);
    case 'case':
      return caseOf(env, node);
    case 'cast':
      return cast(inner(node.operand), node.type, node.safe, node.at);
    case 'array':
      return arrayOf(node.items.map(inner), node.at);
    case 'subscript':
      return subscript(env, node);
    case 'call':
      return translateCall(env, node);
    case 'lambda':
      throw failure('TYPE_MISMATCH', 'Lambda expression should always be used inside a function', node.at);
    case 'in-query':
      return inQuery(env, inner(node.operand), node);
    case 'exists':
      return exists(env, node.query);
    case 'quantified':
      return quantified(env, inner(node.operand), node);
    case 'subquery':
      return scalarSubquery(env, node.query, node.at);
    case 'row':
      return rowOf(node.items.map(inner));
    case 'field':
      return rowField(inner(node.base), node.field, [node.field], node.at);
  }
}

/** An expression of which only whether it is NULL matters: of a bare column nothing else is copied then. */
export function nullness(env: Env, node: Expression): Typed {
  if (node.kind !== 'column' || env.aggregation !== undefined) return translateExpression(env, node);
  return resolveField(env.scope, node.parts, node.at, 'nullness');
}

/** An expression that must be true or false, as in WHERE. */
export function condition(env: Env, node: Expression): Typed {
  const value = translateExpression(env, node);
  if (value.type.kind !== 'boolean' && value.type.kind !== 'unknown') {
    const text = `${env.clause} must evaluate to a boolean: actual type ${typeText(value.type)}`;
    throw failure('TYPE_MISMATCH', text, node.at);
  }
  return coerce(value, BOOLEAN);
}

function parameter(env: Env, node: Extract<Expression, { readonly kind: 'parameter' }>): Typed {
  const value = env.session.parameters[node.index];
  if (value === undefined) throw failure('INVALID_PARAMETER_USAGE', 'Incorrect number of parameters', node.at);
  return translateExpression({ ...env, scope: undefined, aggregation: undefined }, value);
}

function concat(env: Env, left: Typed, right: Typed, at: Expression['at']): Typed {
  if (left.type.kind === 'array' || right.type.kind === 'array') return concatArrays(env, left, right, at);
  const isText = ({ type }: Typed): boolean => type.kind === 'varchar' || type.kind === 'unknown';
  if (!isText(left) || !isText(right)) throw cannotConcat(left, right, at);
  const length = lengthOf(left.type) + lengthOf(right.type);
  const parts = [left, right].flatMap((side) => side.concatenates ?? [coerce(side, VARCHAR).sql]);
  // Short by their types: nothing to bound.
  if (length <= MAX_UNBOUNDED_LENGTH) {
    return { type: { kind: 'varchar', length }, sql: sql`(${Sql.join(parts, sql` || `)})`, concatenates: parts };
  }
  const type: TrinoType = Number.isFinite(length) ? { kind: 'varchar', length } : VARCHAR;
  return { type, sql: concatenated(env, parts), concatenates: parts };
}

const MAX_UNBOUNDED_LENGTH = 10_000;

function cannotConcat(left: Typed, right: Typed, at: Expression['at']): Error {
  return failure('TYPE_MISMATCH', `Cannot apply operator: ${typeText(left.type)} || ${typeText(right.type)}`, at);
}

/** Arrays of one type, or an array and an element (Trino documentation, "Array functions and operators"). */
function concatArrays(env: Env, left: Typed, right: Typed, at: Expression['at']): Typed {
  const asArray = ({ type }: Typed): TrinoType => (type.kind === 'array' ? type : { kind: 'array', element: type });
  const type = commonType(asArray(left), asArray(right));
  if (type?.kind !== 'array') throw cannotConcat(left, right, at);
  const { element } = type;
  const [a, b] = [left, right].map((side) =>
    side.type.kind === 'array' ? coerce(side, type).sql : sql`[${coerce(side, element).sql}]`,
  );
  if (a === undefined || b === undefined) throw cannotConcat(left, right, at);
  const joined = together([a, b], ([x = a, y = b]) => {
    const made = boundedList(env, sql`len(${x}) + len(${y})`, sql`list_concat(${x}, ${y})`, type, [sql`len(${x})`]);
    return sql`(CASE WHEN ${x} IS NULL OR ${y} IS NULL THEN ${typedNull(type)} ELSE ${made} END)`;
  });
  return { type, sql: joined };
}

function lengthOf(type: TrinoType): number {
  return type.kind === 'varchar' ? (type.length ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
}

function logical(env: Env, node: Extract<Expression, { readonly kind: 'logical' }>): Typed {
  const terms = node.terms.map((term) => condition({ ...env, clause: 'Logical expression term' }, term).sql);
  return { type: BOOLEAN, sql: sql`(${Sql.join(terms, node.operator === 'and' ? sql` AND ` : sql` OR `)})` };
}

function like(env: Env, node: Extract<Expression, { readonly kind: 'like' }>): Typed {
  const operand = translateExpression(env, node.operand);
  const pattern = translateExpression(env, node.pattern);
  for (const value of [operand, pattern]) {
    if (value.type.kind !== 'varchar' && value.type.kind !== 'unknown') {
      const text = `Type of value in LIKE must evaluate to a varchar: actual type ${typeText(value.type)}`;
      throw failure('TYPE_MISMATCH', text, node.at);
    }
  }
  const [a, b] = [coerce(operand, VARCHAR).sql, coerce(pattern, VARCHAR).sql];
  const matched =
    node.escape === undefined ? sql`(${a} LIKE ${b})` : sql`(${a} LIKE ${b} ESCAPE ${escapeOf(env, node.escape)})`;
  return { type: BOOLEAN, sql: node.negated ? sql`(NOT ${matched})` : matched };
}

function escapeOf(env: Env, node: Expression): Sql {
  const { text } = translateExpression(env, node);
  if (text === undefined || Array.from(text).length !== 1) {
    throw failure('INVALID_FUNCTION_ARGUMENT', 'Escape string must be a single character', node.at);
  }
  return Sql.literal(text);
}

function caseOf(env: Env, node: Extract<Expression, { readonly kind: 'case' }>): Typed {
  const operand = node.operand === undefined ? undefined : translateExpression(env, node.operand);
  const whens = node.branches.map(({ when }) => {
    if (operand === undefined) return condition({ ...env, clause: 'CASE WHEN clause' }, when).sql;
    return comparison('=', operand, translateExpression(env, when), when.at).sql;
  });
  const results = node.branches.map(({ result }) => translateExpression(env, result));
  const otherwise = node.otherwise === undefined ? undefined : translateExpression(env, node.otherwise);
  const all = otherwise === undefined ? results : [...results, otherwise];
  const type = commonOf(all, node.at, 'All CASE results must be the same type');
  const branches = whens.map((when, index) => {
    const result = results[index];
    return result === undefined ? sql`` : sql` WHEN ${when} THEN ${coerce(result, type).sql}`;
  });
  const last = otherwise === undefined ? sql`CAST(NULL AS ${duckType(type)})` : coerce(otherwise, type).sql;
  return { type, sql: sql`(CASE${Sql.join(branches, sql``)} ELSE ${last} END)` };
}

function arrayOf(items: readonly Typed[], at: Expression['at']): Typed {
  if (items.length === 0)
    return { type: { kind: 'array', element: { kind: 'unknown' } }, sql: sql`CAST([] AS INTEGER[])` };
  const element = commonOf(items, at, 'All ARRAY elements must be the same type');
  return { type: { kind: 'array', element }, sql: sql`[${list(items.map((item) => coerce(item, element).sql))}]` };
}

/** `ROW(…)`: its fields have no names. */
function rowOf(items: readonly Typed[]): Typed {
  const type: TrinoType = { kind: 'row', fields: items.map((item) => ({ name: undefined, type: item.type })) };
  // A bare NULL gets the type that holds it, so that the row has the form that its type says.
  const values = items.map((item) => (item.type.kind === 'unknown' ? typedNull(item.type) : item.sql));
  return { type, sql: rowSql(values) };
}

function subscript(env: Env, node: Extract<Expression, { readonly kind: 'subscript' }>): Typed {
  const base = translateExpression(env, node.base);
  if (base.type.kind === 'row') return rowPlace(base, base.type, node);
  const index = translateExpression(env, node.index);
  const { type } = base;
  const key = type.kind === 'map' ? commonType(type.key, index.type) : undefined;
  if (type.kind === 'map' && key !== undefined) {
    const whole = { ...type, key };
    return mapValue(env, coerce(base, whole), whole, coerce(index, key));
  }
  if (type.kind === 'array' && coercible(index.type, BIGINT)) return arrayElement(env, base, type.element, index);
  const text = `Cannot apply operator: ${typeText(type)}[${typeText(index.type)}]`;
  throw failure('TYPE_MISMATCH', text, node.at);
}

function arrayElement(env: Env, base: Typed, element: TrinoType, index: Typed): Typed {
  const place = coerce(index, BIGINT).sql;
  const low = raise('INVALID_FUNCTION_ARGUMENT', 'SQL array indices start at 1', element, env.insideTry, [place]);
  const text = 'Array subscript must be less than or equal to array length';
  const high = raise('INVALID_FUNCTION_ARGUMENT', text, element, env.insideTry, [place]);
  return {
    type: element,
    sql: sql`(CASE WHEN ${place} < 1 THEN ${low} WHEN ${place} > len(${base.sql}) THEN ${high} ELSE list_extract(${base.sql}, ${place}) END)`,
  };
}

/** A key that is not there ends the query; Trino prints the key, the lake does not. */
function mapValue(env: Env, base: Typed, type: MapType, key: Typed): Typed {
  const missing = raise('INVALID_FUNCTION_ARGUMENT', 'Key not present in map', type.value, env.insideTry, [key.sql]);
  return {
    type: type.value,
    sql: sql`(CASE WHEN NOT map_contains(${base.sql}, ${key.sql}) THEN ${missing} ELSE map_extract_value(${base.sql}, ${key.sql}) END)`,
  };
}

/** `row[1]`: a row's fields are counted from 1, and the place must be a literal. */
function rowPlace(base: Typed, { fields }: RowType, node: Extract<Expression, { readonly kind: 'subscript' }>): Typed {
  if (node.index.kind !== 'integer') {
    const text = 'Subscript expression on ROW requires a constant index';
    throw failure('EXPRESSION_NOT_CONSTANT', text, node.index.at);
  }
  const place = Number(node.index.digits);
  const field = fields[place - 1];
  if (field === undefined) {
    throw failure(
      'INVALID_FUNCTION_ARGUMENT',
      `Invalid subscript index: ${place}. ROW indices start at 1`,
      node.index.at,
    );
  }
  return { type: field.type, sql: fieldOf(base.sql, place - 1) };
}
