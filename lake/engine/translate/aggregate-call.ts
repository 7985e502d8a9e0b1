import type { FunctionCall } from '../ast/expression.js';
import { failure, notSupported } from '../failure.js';
import { AGGREGATES } from '../functions/aggregate.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { duckType } from '../types/duck-type.js';
import { BIGINT, BOOLEAN, type TrinoType } from '../types/trino-type.js';
import { bindCall, nullAsBigint } from './call-binding.js';
import { coerce } from './cast.js';
import type { Env, Typed } from './env.js';
import { orderSql } from './order.js';

/** An aggregate becomes a column of the block's grouped relation; its arguments stand below the grouping. */
export function aggregateCall(env: Env, node: FunctionCall): Typed {
  const { aggregation } = env;
  if (aggregation === undefined) {
    const nested = env.clause === AGGREGATE_ARGUMENT;
    const text = nested
      ? `Cannot nest aggregations inside aggregation '${node.name}'`
      : `${env.clause} cannot contain aggregations, window functions or grouping operations: [${node.name}]`;
    throw failure(nested ? 'NESTED_AGGREGATION' : 'EXPRESSION_NOT_SCALAR', text, node.at);
  }
  const inner: Env = { ...aggregation.source, clause: AGGREGATE_ARGUMENT, insideTry: env.insideTry };
  return aggregation.aggregate(aggregateSql(inner, node));
}

const AGGREGATE_ARGUMENT = 'Aggregate argument';

/** The aggregate as DuckDB writes it, with arguments taken from `env`; `over` is its window. */
export function aggregateSql(env: Env, node: FunctionCall, over: Sql = sql``): Typed {
  const filter = node.filter === undefined ? sql`` : filterSql(env, node.filter);
  const countsValues = node.name === 'count' && !node.distinct && node.orderBy.length === 0;
  const args = node.arguments.map((part) =>
    countsValues ? env.translate.nullness(env, part) : env.translate.expression(env, part),
  );
  if (node.name === 'count' && args.length === 0) return { type: BIGINT, sql: sql`count(*)${filter}${over}` };
  if (node.star) throw failure('FUNCTION_NOT_FOUND', `Unexpected parameters (*) for function ${node.name}`, node.at);
  const [averaged] = args;
  if (node.name === 'avg' && args.length === 1 && averaged?.type.kind === 'decimal') {
    return decimalAverage(
      averaged,
      averaged.type,
      (bare) => sql`${decorated(bare, env, node)}${filter}${over}`,
      node.at,
    );
  }
  const bound = bindCall(AGGREGATES, node, args.map(nullAsBigint));
  const bare = bound.signature.emit({ env, at: node.at, args: bound.args, returns: bound.returns });
  const call = sql`${decorated(bare, env, node)}${filter}${over}`;
  // DuckDB's sums and averages are wider than Trino's.
  return { type: bound.returns, sql: sql`CAST(${call} AS ${duckType(bound.returns)})` };
}

/** Exact, and rounded half away from zero to the type of the decimals themselves (Trino: `DecimalAverageAggregation`). */
function decimalAverage(
  { sql: value }: Typed,
  type: Extract<TrinoType, { kind: 'decimal' }>,
  aggregate: (bare: Sql) => Sql,
  at: FunctionCall['at'],
): Typed {
  const { precision, scale } = type;
  if (precision + scale + 1 > 38) throw notSupported('avg of decimals of this precision', at);
  const units = sql`CAST(${value} * CAST(${Sql.whole(10n ** BigInt(scale))} AS DECIMAL(${Sql.whole(scale + 1)}, 0)) AS HUGEINT)`;
  const sum = sql`CAST(${aggregate(sql`sum(${units})`)} AS HUGEINT)`;
  const count = aggregate(sql`count(${value})`);
  const rounded = sql`((2 * abs(${sum}) + ${count}) // (2 * nullif(${count}, 0)) * sign(${sum}))`;
  return { type, sql: unscaled(rounded, type) };
}

/** A whole number of the decimal's smallest units as the decimal. */
function unscaled(units: Sql, { precision, scale }: Extract<TrinoType, { kind: 'decimal' }>): Sql {
  const unit = scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
  const size = sql`DECIMAL(${Sql.whole(scale + 1)}, ${Sql.whole(scale)})`;
  const whole = sql`CAST(${units} AS DECIMAL(${Sql.whole(Math.min(38 - scale - 1, precision))}, 0))`;
  return sql`CAST(${whole} * CAST(${Sql.literal(unit)} AS ${size}) AS DECIMAL(${Sql.whole(precision)}, ${Sql.whole(scale)}))`;
}

function filterSql(env: Env, filter: NonNullable<FunctionCall['filter']>): Sql {
  const test = coerce(env.translate.expression({ ...env, clause: 'FILTER clause' }, filter), BOOLEAN);
  return sql` FILTER (WHERE ${test.sql})`;
}

/** DISTINCT and ORDER BY go inside the parentheses of the bare call. */
function decorated(bare: Sql, env: Env, node: FunctionCall): Sql {
  if (!node.distinct && node.orderBy.length === 0) return bare;
  if (node.name === 'approx_distinct' || node.name === 'count_if') {
    throw notSupported(`DISTINCT in ${node.name}`, node.at);
  }
  const keys = node.orderBy.map((item) => orderSql(env.translate.expression(env, item.expression).sql, item));
  const order = keys.length === 0 ? sql`` : sql` ORDER BY ${list(keys)}`;
  return bare.within(node.distinct ? sql`DISTINCT ` : sql``, order);
}
