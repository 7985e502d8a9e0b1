import type { Expression, FunctionCall } from '../ast/expression.js';
import { failure } from '../failure.js';
import { AGGREGATES } from '../functions/aggregate.js';
import { SCALARS } from '../functions/scalar.js';
import { list, sql } from '../sql/fragment.js';
import { BOOLEAN, typeText } from '../types/trino-type.js';
import { aggregateCall } from './aggregate-call.js';
import { bindCall } from './call-binding.js';
import { coerce } from './cast.js';
import { commonOf, comparison } from './comparison.js';
import type { Env, Typed } from './env.js';
import { lambdaCall } from './lambda.js';
import { textLiteral } from './literal.js';
import { windowCall } from './window-call.js';

/** A function call: forms with rules of their own, then window functions and aggregates, then the allow-list. */
export function translateCall(env: Env, node: FunctionCall): Typed {
  if (node.window !== undefined) return windowCall(env, node, node.window);
  if (node.star || AGGREGATES.has(node.name)) return aggregateCall(env, node);
  if (node.distinct || node.filter !== undefined || node.orderBy.length > 0 || node.ignoreNulls) {
    throw failure('FUNCTION_NOT_FOUND', `Function '${node.name}' is not an aggregate function`, node.at);
  }
  return specialForm(env, node) ?? lambdaCall(env, node) ?? scalarCall(env, node);
}

function specialForm(env: Env, node: FunctionCall): Typed | undefined {
  const value = (part: Expression): Typed => env.translate.expression(env, part);
  const [first, second, third, ...more] = node.arguments;
  switch (node.name) {
    case 'coalesce': {
      const values = node.arguments.map(value);
      const type = commonOf(values, node.at, 'All COALESCE operands must be the same type');
      return { type, sql: sql`coalesce(${list(values.map((item) => coerce(item, type).sql))})` };
    }
    case 'if': {
      if (first === undefined || second === undefined || more.length > 0) return undefined;
      const otherwise: Expression = third ?? { kind: 'null', at: node.at };
      const branches = [value(second), value(otherwise)];
      const type = commonOf(branches, node.at, 'Result types for IF must be the same');
      const test = coerceBoolean(value(first), node);
      const [yes, no] = branches.map((branch) => coerce(branch, type).sql);
      if (yes === undefined || no === undefined) return undefined;
      return { type, sql: sql`(CASE WHEN ${test.sql} THEN ${yes} ELSE ${no} END)` };
    }
    case 'nullif': {
      if (first === undefined || second === undefined || third !== undefined) return undefined;
      const [left, right] = [value(first), value(second)];
      const same = comparison('=', left, right, node.at).sql;
      return { type: left.type, sql: sql`(CASE WHEN ${same} THEN NULL ELSE ${left.sql} END)` };
    }
    case 'try': {
      if (first === undefined || second !== undefined) return undefined;
      const guarded = env.translate.expression({ ...env, insideTry: true }, first);
      return { type: guarded.type, sql: sql`TRY(${guarded.sql})` };
    }
    case 'typeof':
      return first === undefined || second !== undefined ? undefined : textLiteral(typeText(value(first).type));
    default:
      return undefined;
  }
}

function coerceBoolean(test: Typed, node: FunctionCall): Typed {
  if (test.type.kind === 'boolean' || test.type.kind === 'unknown') return coerce(test, BOOLEAN);
  throw failure(
    'TYPE_MISMATCH',
    `IF condition must evaluate to a boolean: actual type ${typeText(test.type)}`,
    node.at,
  );
}

function scalarCall(env: Env, node: FunctionCall): Typed {
  const args = node.arguments.map((part) => env.translate.expression(env, part));
  const bound = bindCall(SCALARS, node, args);
  const text = bound.signature.emit({ env, at: node.at, args: bound.args, returns: bound.returns });
  return { type: bound.returns, sql: text };
}
