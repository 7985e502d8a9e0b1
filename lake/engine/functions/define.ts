import type { Location } from '../ast/location.js';
import { failure } from '../failure.js';
import { type Sql, sql } from '../sql/fragment.js';
import type { Typed } from '../translate/env.js';
import type { TrinoType } from '../types/trino-type.js';
import type { BoundCall, FunctionTable, Pattern, Signature } from './signature.js';

/** One row of a function table: names, parameters, result, and DuckDB's SQL for it. */
export interface Row {
  readonly names: readonly string[];
  readonly signature: Signature;
}

const EMPTY = sql``;

type Returns = TrinoType | 'same' | ((types: readonly TrinoType[]) => TrinoType);

/** A function of fixed arguments; `emit` gets their SQL in order. `same`: the result has the first argument's type. */
export function row(
  names: string,
  parameters: readonly Pattern[],
  returns: Returns,
  emit: (...args: readonly [Sql, Sql, Sql, Sql]) => Sql,
): Row {
  return callRow(names, parameters, returns, (call) => {
    const sqls = call.args.map((arg) => arg.sql);
    return emit(sqlAt(sqls, 0), sqlAt(sqls, 1), sqlAt(sqls, 2), sqlAt(sqls, 3));
  });
}

/** A function whose SQL depends on more than its arguments' SQL. */
export function callRow(
  names: string,
  parameters: readonly Pattern[],
  returns: Returns,
  emit: (call: BoundCall) => Sql,
  options: { readonly variadic?: boolean } = {},
): Row {
  const result = (types: readonly TrinoType[]): TrinoType => {
    if (typeof returns === 'function') return returns(types);
    return returns === 'same' ? (types[0] ?? { kind: 'unknown' }) : returns;
  };
  const signature = { parameters, variadic: options.variadic ?? false, returns: result, emit };
  return { names: names.split(' '), signature };
}

export function tableOf(...groups: readonly (readonly Row[])[]): FunctionTable {
  const table = new Map<string, Signature[]>();
  for (const { names, signature } of groups.flat()) {
    for (const name of names) table.set(name, [...(table.get(name) ?? []), signature]);
  }
  return table;
}

function sqlAt(sqls: readonly Sql[], index: number): Sql {
  // A row that takes fewer arguments never looks at the others.
  return sqls[index] ?? EMPTY;
}

export function argument(call: BoundCall, index: number): Typed {
  const arg = call.args[index];
  if (arg === undefined) throw failure('GENERIC_INTERNAL_ERROR', 'a function lacks an argument', call.at);
  return arg;
}

/** The value of an argument that must be a literal, because the SQL is made from it. */
export function literalText(call: BoundCall, index: number, what: string): string {
  const { text } = argument(call, index);
  if (text === undefined)
    throw failure('NOT_SUPPORTED', `${what} that is not a literal is not supported by this lake`, call.at);
  return text;
}

export function invalidArgument(text: string, at: Location): Error {
  return failure('INVALID_FUNCTION_ARGUMENT', text, at);
}
