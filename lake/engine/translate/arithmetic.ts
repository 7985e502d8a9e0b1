import type { ArithmeticOperator } from '../ast/expression.js';
import type { Location } from '../ast/location.js';
import { failure, notSupported, type QueryFailure } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { asDecimal, commonType, isFloating, isNumeric } from '../types/coercion.js';
import { duckType } from '../types/duck-type.js';
import { BIGINT, decimal, type TrinoType, typeText } from '../types/trino-type.js';
import { coerce } from './cast.js';
import type { Env, Typed } from './env.js';
import { raise } from './raise.js';

const SYMBOLS: Readonly<Record<ArithmeticOperator, Sql>> = {
  '+': sql`+`,
  '-': sql`-`,
  '*': sql`*`,
  '/': sql`/`,
  '%': sql`%`,
};

/** Trino's arithmetic ("Mathematical functions and operators", "Decimal functions and operators"). */
export function arithmetic(env: Env, operator: ArithmeticOperator, left: Typed, right: Typed, at: Location): Typed {
  const moved = moment(operator, left, right);
  if (moved !== undefined) return moved;
  const [a, b] = [orNumber(left, right), orNumber(right, left)];
  const common = commonType(a.type, b.type);
  if (common === undefined || !isNumeric(common)) throw cannotApply(operator, left, right, at);
  if (common.kind === 'decimal') return decimalArithmetic(env, operator, a, b, at);
  const [x, y] = [coerce(a, common).sql, coerce(b, common).sql];
  if (isFloating(common)) return { type: common, sql: typed(sql`${x} ${SYMBOLS[operator]} ${y}`, common) };
  if (operator === '/') return { type: common, sql: guarded(env, sql`${x} // ${y}`, a, b, y, common) };
  if (operator === '%') return { type: common, sql: guarded(env, sql`${x} % ${y}`, a, b, y, common) };
  return { type: common, sql: typed(sql`${x} ${SYMBOLS[operator]} ${y}`, common) };
}

export function negate(value: Typed, at: Location): Typed {
  if (!isNumeric(value.type)) throw failure('TYPE_MISMATCH', `Cannot negate ${typeText(value.type)}`, at);
  return { type: value.type, sql: typed(sql`-${value.sql}`, value.type) };
}

function typed(expression: Sql, type: TrinoType): Sql {
  return sql`CAST((${expression}) AS ${duckType(type)})`;
}

/** NULL takes the type of the other operand. */
function orNumber(value: Typed, other: Typed): Typed {
  if (value.type.kind !== 'unknown') return value;
  return coerce(value, isNumeric(other.type) ? other.type : BIGINT);
}

function cannotApply(operator: string, left: Typed, right: Typed, at: Location): QueryFailure {
  return failure(
    'TYPE_MISMATCH',
    `Cannot apply operator: ${typeText(left.type)} ${operator} ${typeText(right.type)}`,
    at,
  );
}

/** DuckDB answers NULL where Trino ends the query. A literal other than zero needs no guard. */
function guarded(env: Env, quotient: Sql, left: Typed, right: Typed, divisor: Sql, type: TrinoType): Sql {
  if (right.literal === true && /[1-9]/.test(divisor.text.replaceAll(/DECIMAL\(\d+, \d+\)|BIGINT|INTEGER/g, ''))) {
    return typed(quotient, type);
  }
  const error = raise('DIVISION_BY_ZERO', 'Division by zero', type, env.insideTry, [left.sql, right.sql]);
  return sql`(CASE WHEN ${divisor} = 0 AND ${left.sql} IS NOT NULL THEN ${error} ELSE ${typed(quotient, type)} END)`;
}

function decimalArithmetic(env: Env, operator: ArithmeticOperator, left: Typed, right: Typed, at: Location): Typed {
  const [a, b] = [asDecimal(left.type), asDecimal(right.type)];
  if (a === undefined || b === undefined) throw cannotApply(operator, left, right, at);
  const [x, y] = [coerce(left, decimal(a.precision, a.scale)).sql, coerce(right, decimal(b.precision, b.scale)).sql];
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case '+':
    case '-': {
      const whole = Math.max(a.precision - a.scale, b.precision - b.scale);
      const type = decimal(Math.min(38, whole + scale + 1), scale);
      // Both operands in the result's type first: DuckDB's own result type may be a digit short.
      const [p, q] = [typed(x, type), typed(y, type)];
      return { type, sql: typed(sql`${p} ${SYMBOLS[operator]} ${q}`, type) };
    }
    case '*': {
      const product = a.scale + b.scale;
      if (product > 38)
        throw failure('TYPE_MISMATCH', `DECIMAL scale must be in range [0, precision (38)]: ${product}`, at);
      const type = decimal(Math.min(38, a.precision + b.precision), product);
      return { type, sql: typed(sql`${x} * ${y}`, type) };
    }
    case '/': {
      const precision = Math.min(38, a.precision + b.scale + Math.max(b.scale - a.scale, 0));
      const type = decimal(precision, scale);
      return {
        type,
        sql: guarded(env, decimalQuotient(x, a.scale, y, b.scale, precision, scale, at), left, right, y, type),
      };
    }
    case '%': {
      const precision = Math.min(b.precision - b.scale, a.precision - a.scale) + scale;
      const type = decimal(Math.max(1, precision), scale);
      return { type, sql: guarded(env, sql`${x} % ${y}`, left, right, y, type) };
    }
  }
}

/**
 * DuckDB divides decimals as floats. Trino divides exactly and rounds half away from zero, so the division is done on
 * whole numbers: both operands without their points, the dividend lengthened to the scale of the result.
 */
function decimalQuotient(
  x: Sql,
  xScale: number,
  y: Sql,
  yScale: number,
  precision: number,
  scale: number,
  at: Location,
): Sql {
  if (precision + scale + 1 > 38) throw notSupported('decimal division of this precision', at);
  const unscaled = (value: Sql, digits: number): Sql =>
    sql`CAST(${value} * ${Sql.whole(10n ** BigInt(digits))} AS HUGEINT)`;
  const dividend = sql`(${unscaled(x, xScale)} * CAST(${Sql.whole(10n ** BigInt(scale + yScale - xScale))} AS HUGEINT))`;
  const divisor = unscaled(y, yScale);
  const rounded = sql`((2 * abs(${dividend}) + abs(${divisor})) // (2 * abs(${divisor})) * sign(${dividend}) * sign(${divisor}))`;
  const unit = Sql.literal(`0.${'0'.repeat(Math.max(0, scale - 1))}${scale === 0 ? '' : '1'}`);
  if (scale === 0) return sql`CAST(${rounded} AS DECIMAL(${Sql.whole(precision)}, 0))`;
  const size = sql`DECIMAL(${Sql.whole(scale + 1)}, ${Sql.whole(scale)})`;
  return sql`CAST(${rounded} AS DECIMAL(${Sql.whole(38 - scale - 1)}, 0)) * CAST(${unit} AS ${size})`;
}

/** Dates and times moved by an interval. */
function moment(operator: ArithmeticOperator, left: Typed, right: Typed): Typed | undefined {
  const isInterval = ({ type }: Typed): boolean =>
    type.kind === 'interval day to second' || type.kind === 'interval year to month';
  const isMoment = ({ type }: Typed): boolean =>
    type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'timestamp with time zone';
  if (operator !== '+' && operator !== '-') return undefined;
  if (operator === '+' && isInterval(left) && isMoment(right)) return moment('+', right, left);
  if (isMoment(left) && isInterval(right)) {
    return { type: left.type, sql: typed(sql`${left.sql} ${SYMBOLS[operator]} ${right.sql}`, left.type) };
  }
  if (isInterval(left) && left.type.kind === right.type.kind) {
    return { type: left.type, sql: typed(sql`${left.sql} ${SYMBOLS[operator]} ${right.sql}`, left.type) };
  }
  return undefined;
}
