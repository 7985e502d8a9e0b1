import type { Expression, FunctionCall } from '../ast/expression.js';
import { failure, notSupported } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { coercible } from '../types/coercion.js';
import { duckType, typedNull } from '../types/duck-type.js';
import { BOOLEAN, type MapType, type TrinoType } from '../types/trino-type.js';
import { coerce } from './cast.js';
import type { Env, Typed } from './env.js';
import { mapFromPairs, ofUniqueKeys, pairKey, pairSql, pairValue } from './nested.js';
import { raise } from './raise.js';

type Lambda = Extract<Expression, { readonly kind: 'lambda' }>;

/** A parameter's type, and where its value stands in the lambda of DuckDB. */
interface Parameter {
  readonly type: TrinoType;
  readonly sql: Sql;
}

/** A call whose arguments are not what the function takes. */
class Unfit extends Error {}

/**
 * Functions that take lambdas (Trino documentation, "Lambda expressions", "Array functions and operators", "Map functions
 * and operators"). Undefined for every other function.
 */
export function lambdaCall(env: Env, node: FunctionCall): Typed | undefined {
  const translate = FUNCTIONS.get(node.name);
  const takesLambda = node.arguments.some(({ kind }) => kind === 'lambda');
  if (takesLambda && OTHERS.has(node.name)) throw notSupported(`${node.name} with a lambda`, node.at);
  if (translate === undefined) return undefined;
  try {
    return translate(new Arguments(env, node));
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
    throw failure('FUNCTION_NOT_FOUND', `Unexpected parameters for function ${node.name}`, node.at);
  }
}

/** The arguments of one call, taken as what they must be. */
class Arguments {
  readonly env: Env;
  readonly node: FunctionCall;

  constructor(env: Env, node: FunctionCall) {
    this.env = env;
    this.node = node;
  }

  get count(): number {
    return this.node.arguments.length;
  }

  value(index: number): Typed {
    const node = this.node.arguments[index];
    if (node === undefined || node.kind === 'lambda') throw new Unfit();
    return this.env.translate.expression(this.env, node);
  }

  array(index: number): { readonly sql: Sql; readonly element: TrinoType } {
    const { type, sql: text } = this.value(index);
    if (type.kind !== 'array') throw new Unfit();
    return { sql: text, element: type.element };
  }

  map(index: number): { readonly sql: Sql; readonly type: MapType } {
    const { type, sql: text } = this.value(index);
    if (type.kind !== 'map') throw new Unfit();
    return { sql: text, type };
  }

  /** A parameter of a name of its own. */
  fresh(type: TrinoType): Parameter {
    return { type, sql: Sql.name('x', this.env.growth.nextRelation()) };
  }

  /** What the lambda at this place gives for these values of its parameters. */
  body(index: number, parameters: readonly Parameter[]): Typed {
    const lambda = this.node.arguments[index];
    if (lambda?.kind !== 'lambda' || lambda.parameters.length !== parameters.length) throw new Unfit();
    return lambdaBody(this.env, lambda, parameters);
  }

  bodyAs(index: number, parameters: readonly Parameter[], type: TrinoType): Sql {
    const body = this.body(index, parameters);
    if (!coercible(body.type, type)) throw new Unfit();
    return coerce(body, type).sql;
  }
}

/** A lambda sees its parameters before the names around it; it holds no aggregate, no window and no query. */
function lambdaBody(env: Env, { parameters, body }: Lambda, given: readonly Parameter[]): Typed {
  const names = parameters.map(({ name }) => name);
  if (new Set(names).size < names.length) {
    throw failure('SYNTAX_ERROR', 'Lambda argument names must be unique', body.at);
  }
  const fields = given.map((parameter, index) => ({ name: names[index], qualifier: [], ...parameter }));
  const inside: Env = {
    ...env,
    scope: { fields, parent: env.scope, isLambda: true },
    aggregation: undefined,
    windows: undefined,
    clause: 'Lambda expression',
    insideLambda: true,
  };
  const value = env.translate.expression(inside, body);
  return value.type.kind === 'unknown' ? { ...value, sql: typedNull(value.type) } : value;
}

/** They take lambdas too, and are not modelled. */
const OTHERS: ReadonlySet<string> = new Set([
  'array_sort',
  'map_zip_with',
  'reduce_agg',
  'regexp_replace',
  'array_first',
]);

const FUNCTIONS: ReadonlyMap<string, (call: Arguments) => Typed> = new Map([
  ['transform', transform],
  ['filter', filter],
  ['reduce', reduce],
  ['any_match', (call: Arguments): Typed => match(call, 'any')],
  ['all_match', (call: Arguments): Typed => match(call, 'all')],
  ['none_match', (call: Arguments): Typed => match(call, 'none')],
  ['zip_with', zipWith],
  ['map_filter', mapFilter],
  ['transform_values', transformValues],
  ['transform_keys', transformKeys],
]);

function expectCount(call: Arguments, count: number): void {
  if (call.count !== count) throw new Unfit();
}

function transform(call: Arguments): Typed {
  expectCount(call, 2);
  const array = call.array(0);
  const item = call.fresh(array.element);
  const body = call.body(1, [item]);
  return {
    type: { kind: 'array', element: body.type },
    sql: sql`list_transform(${array.sql}, lambda ${item.sql}: ${body.sql})`,
  };
}

function filter(call: Arguments): Typed {
  expectCount(call, 2);
  const array = call.array(0);
  const item = call.fresh(array.element);
  const test = call.bodyAs(1, [item], BOOLEAN);
  return {
    type: { kind: 'array', element: array.element },
    sql: sql`list_filter(${array.sql}, lambda ${item.sql}: coalesce(${test}, false))`,
  };
}

/** DuckDB's reduce wants one type for state and elements: both travel in pairs. */
function reduce(call: Arguments): Typed {
  expectCount(call, 4);
  const array = call.array(0);
  const initial = call.value(1);
  const [state, item] = [call.fresh(initial.type), call.fresh(array.element)];
  const pair = (s: Sql, e: Sql): Sql =>
    sql`{'s': CAST(${s} AS ${duckType(initial.type)}), 'e': CAST(${e} AS ${duckType(array.element)})}`;
  const nothing = sql`NULL`;
  const stateOf = (of: Sql): Parameter => ({ type: initial.type, sql: sql`struct_extract(${of}, 's')` });
  const next = call.bodyAs(
    2,
    [stateOf(state.sql), { type: array.element, sql: sql`struct_extract(${item.sql}, 'e')` }],
    initial.type,
  );
  const pairs = sql`list_transform(${array.sql}, lambda ${item.sql}: ${pair(nothing, item.sql)})`;
  const reduced = sql`list_reduce(${pairs}, lambda ${state.sql}, ${item.sql}: ${pair(next, nothing)}, ${pair(initial.sql, nothing)})`;
  const output = call.body(3, [stateOf(state.sql)]);
  const result = sql`list_extract(list_transform([${reduced}], lambda ${state.sql}: ${output.sql}), 1)`;
  return {
    type: output.type,
    sql: sql`(CASE WHEN ${array.sql} IS NULL THEN ${typedNull(output.type)} ELSE ${result} END)`,
  };
}

/** Each element counts 2 for true, 1 for unknown, 0 for false. */
function match(call: Arguments, quantifier: 'any' | 'all' | 'none'): Typed {
  expectCount(call, 2);
  const array = call.array(0);
  const item = call.fresh(array.element);
  const test = call.bodyAs(1, [item], BOOLEAN);
  const counts = sql`list_transform(${array.sql}, lambda ${item.sql}: coalesce(CAST(${test} AS INTEGER) * 2, 1))`;
  const [most, deciding, decided] =
    quantifier === 'all' ? [sql`list_min`, sql`0`, sql`false`] : [sql`list_max`, sql`2`, sql`true`];
  const answer = sql`(CASE ${most}(${counts}) WHEN ${deciding} THEN ${decided} WHEN 1 THEN NULL ELSE (CASE WHEN ${array.sql} IS NOT NULL THEN NOT ${decided} END) END)`;
  return { type: BOOLEAN, sql: quantifier === 'none' ? sql`(NOT ${answer})` : answer };
}

/** The shorter array is filled up with NULL. */
function zipWith(call: Arguments): Typed {
  expectCount(call, 3);
  const [left, right] = [call.array(0), call.array(1)];
  const pair = call.fresh(left.element);
  const body = call.body(2, [
    { type: left.element, sql: sql`${pair.sql}[1]` },
    { type: right.element, sql: sql`${pair.sql}[2]` },
  ]);
  const type: TrinoType = { kind: 'array', element: body.type };
  const zipped = sql`list_transform(list_zip(${left.sql}, ${right.sql}), lambda ${pair.sql}: ${body.sql})`;
  const isNull = sql`${left.sql} IS NULL OR ${right.sql} IS NULL`;
  return { type, sql: sql`(CASE WHEN ${isNull} THEN ${typedNull(type)} ELSE ${zipped} END)` };
}

function pairParameters({ key, value }: MapType, pair: Sql): readonly [Parameter, Parameter] {
  return [
    { type: key, sql: pairKey(pair) },
    { type: value, sql: pairValue(pair) },
  ];
}

function mapFilter(call: Arguments): Typed {
  expectCount(call, 2);
  const { type, sql: map } = call.map(0);
  const pair = call.fresh(type.key);
  const test = call.bodyAs(1, pairParameters(type, pair.sql), BOOLEAN);
  const kept = sql`list_filter(map_entries(${map}), lambda ${pair.sql}: coalesce(${test}, false))`;
  return { type, sql: mapFromPairs(kept, type) };
}

function transformValues(call: Arguments): Typed {
  expectCount(call, 2);
  const { type, sql: map } = call.map(0);
  const pair = call.fresh(type.key);
  const body = call.body(1, pairParameters(type, pair.sql));
  const to: TrinoType = { kind: 'map', key: type.key, value: body.type };
  const made = pairSql(pairKey(pair.sql), body.sql);
  return { type: to, sql: mapFromPairs(sql`list_transform(map_entries(${map}), lambda ${pair.sql}: ${made})`, to) };
}

function transformKeys(call: Arguments): Typed {
  expectCount(call, 2);
  const { type, sql: map } = call.map(0);
  const pair = call.fresh(type.key);
  const body = call.body(1, pairParameters(type, pair.sql));
  const to: TrinoType = { kind: 'map', key: body.type, value: type.value };
  const keys = sql`list_transform(map_entries(${map}), lambda ${pair.sql}: ${body.sql})`;
  const fail = (text: string): Sql =>
    raise('INVALID_FUNCTION_ARGUMENT', text, to, call.env.insideTry, [sql`len(${keys})`]);
  const made = mapFromPairs(
    sql`list_transform(map_entries(${map}), lambda ${pair.sql}: ${pairSql(body.sql, pairValue(pair.sql))})`,
    to,
  );
  return {
    type: to,
    sql: ofUniqueKeys(keys, made, fail),
  };
}
