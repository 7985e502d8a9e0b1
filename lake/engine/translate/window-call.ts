import type { FrameBound, FunctionCall, WindowFrame, WindowSpecification } from '../ast/expression.js';
import type { Identifier } from '../ast/identifier.js';
import { failure, notSupported } from '../failure.js';
import { AGGREGATES, WINDOW_FUNCTIONS } from '../functions/aggregate.js';
import { list, type Sql, sql } from '../sql/fragment.js';
import { duckType } from '../types/duck-type.js';
import { aggregateSql } from './aggregate-call.js';
import { bindCall } from './call-binding.js';
import type { Env, Typed } from './env.js';
import { orderSql } from './order.js';

/** A function with OVER. It stands above the grouping, where keys and aggregates are plain columns. */
export function windowCall(env: Env, node: FunctionCall, window: WindowSpecification | Identifier): Typed {
  if (env.windows === undefined) {
    const text = `${env.clause} cannot contain aggregations, window functions or grouping operations: [${node.name}]`;
    throw failure('EXPRESSION_NOT_SCALAR', text, node.at);
  }
  const inner: Env = { ...env, windows: undefined, clause: 'Window' };
  const over = sql` OVER (${specification(inner, resolve(env, window))})`;
  if (node.distinct) throw notSupported('DISTINCT in a window function', node.at);
  if (node.ignoreNulls) throw notSupported('IGNORE NULLS', node.at);
  if (node.star || AGGREGATES.has(node.name)) {
    return aggregateSql(inner, node, over);
  }
  if (node.filter !== undefined) throw notSupported('FILTER in a window function', node.at);
  const args = node.arguments.map((part) => env.translate.expression(inner, part));
  const bound = bindCall(WINDOW_FUNCTIONS, node, args);
  const bare = bound.signature.emit({ env: inner, at: node.at, args: bound.args, returns: bound.returns });
  return { type: bound.returns, sql: sql`CAST(${bare}${over} AS ${duckType(bound.returns)})` };
}

function resolve(env: Env, window: WindowSpecification | Identifier): WindowSpecification {
  if (!('name' in window)) return window.base === undefined ? window : { ...resolve(env, window.base), ...window };
  const known = env.windows?.get(window.name);
  if (known === undefined) throw failure('SYNTAX_ERROR', `Cannot resolve WINDOW name ${window.name}`, window.at);
  return known;
}

function specification(env: Env, window: WindowSpecification): Sql {
  const partition = window.partitionBy.map((part) => env.translate.expression(env, part).sql);
  const order = window.orderBy.map((item) => orderSql(env.translate.expression(env, item.expression).sql, item));
  return sql`${partition.length === 0 ? sql`` : sql`PARTITION BY ${list(partition)} `}${
    order.length === 0 ? sql`` : sql`ORDER BY ${list(order)} `
  }${window.frame === undefined ? sql`` : frameSql(env, window.frame)}`;
}

function frameSql(env: Env, frame: WindowFrame): Sql {
  const unit = { rows: sql`ROWS`, range: sql`RANGE`, groups: sql`GROUPS` }[frame.unit];
  const end = frame.end === undefined ? sql`CURRENT ROW` : bound(env, frame.end);
  return sql`${unit} BETWEEN ${bound(env, frame.start)} AND ${end}`;
}

function bound(env: Env, part: FrameBound): Sql {
  switch (part.kind) {
    case 'unbounded-preceding':
      return sql`UNBOUNDED PRECEDING`;
    case 'unbounded-following':
      return sql`UNBOUNDED FOLLOWING`;
    case 'current-row':
      return sql`CURRENT ROW`;
    case 'preceding':
      return sql`${env.translate.expression(env, part.offset).sql} PRECEDING`;
    case 'following':
      return sql`${env.translate.expression(env, part.offset).sql} FOLLOWING`;
  }
}
