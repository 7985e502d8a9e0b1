import { list, Sql, sql } from '../sql/fragment.js';
import { arithmetic } from '../translate/arithmetic.js';
import { duckType } from '../types/duck-type.js';
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  decimal,
  INTEGER,
  REAL,
  SMALLINT,
  TINYINT,
  type TrinoType,
} from '../types/trino-type.js';
import { argument, callRow, type Row, row } from './define.js';
import type { BoundCall } from './signature.js';

const WHOLE = [TINYINT, SMALLINT, INTEGER, BIGINT];
const FLOATING = [REAL, DOUBLE];
const NAN = sql`CAST('NaN' AS DOUBLE)`;

const typed = (expression: Sql, type: TrinoType): Sql => sql`CAST(${expression} AS ${duckType(type)})`;

/** Digits before the point, one more because rounding may carry. */
function roundedDecimal([type]: readonly TrinoType[]): TrinoType {
  if (type?.kind !== 'decimal') return BIGINT;
  return decimal(Math.min(38, type.precision - type.scale + Math.min(1, type.scale)) || 1, 0);
}

const perType = (types: readonly TrinoType[], make: (type: TrinoType) => readonly Row[]): Row[] => types.flatMap(make);

/** Source: Trino documentation, "Mathematical functions and operators". */
export const NUMBER: readonly Row[] = [
  ...perType([...WHOLE, ...FLOATING], (type) => [
    row('abs', [type], type, (x) => typed(sql`abs(${x})`, type)),
    row('sign', [type], type, (x) => typed(sql`sign(${x})`, type)),
  ]),
  row('abs', ['D'], 'same', (x) => sql`abs(${x})`),
  ...perType(WHOLE, (type) => [row('ceil ceiling floor round', [type], type, (x) => x)]),
  ...perType(FLOATING, (type) => [
    row('ceil ceiling', [type], type, (x) => typed(sql`ceil(${x})`, type)),
    row('floor', [type], type, (x) => typed(sql`floor(${x})`, type)),
    row('round', [type], type, (x) => typed(sql`round(${x})`, type)),
    row('round', [type, INTEGER], type, (x, n) => typed(sql`round(${x}, ${n})`, type)),
    row('truncate', [type], type, (x) => typed(sql`trunc(${x})`, type)),
    row('is_nan', [type], BOOLEAN, (x) => sql`isnan(${x})`),
    row('is_infinite', [type], BOOLEAN, (x) => sql`isinf(${x})`),
    row('is_finite', [type], BOOLEAN, (x) => sql`isfinite(${x})`),
  ]),
  callRow('ceil ceiling', ['D'], roundedDecimal, (call) => typed(sql`ceil(${argument(call, 0).sql})`, call.returns)),
  callRow('floor', ['D'], roundedDecimal, (call) => typed(sql`floor(${argument(call, 0).sql})`, call.returns)),
  callRow('round', ['D'], roundedDecimal, (call) => typed(sql`round(${argument(call, 0).sql})`, call.returns)),
  ...perType([...WHOLE, ...FLOATING], (type) => [
    callRow(
      'mod',
      [type, type],
      type,
      (call) => arithmetic(call.env, '%', argument(call, 0), argument(call, 1), call.at).sql,
    ),
  ]),
  row('sqrt', [DOUBLE], DOUBLE, (x) => sql`(CASE WHEN ${x} < 0 THEN ${NAN} ELSE sqrt(${x}) END)`),
  row('cbrt', [DOUBLE], DOUBLE, (x) => sql`cbrt(${x})`),
  row('exp', [DOUBLE], DOUBLE, (x) => sql`exp(${x})`),
  row('ln', [DOUBLE], DOUBLE, (x) => logarithm(sql`ln(${x})`, x)),
  row('log2', [DOUBLE], DOUBLE, (x) => logarithm(sql`log2(${x})`, x)),
  row('log10', [DOUBLE], DOUBLE, (x) => logarithm(sql`log10(${x})`, x)),
  row('power pow', [DOUBLE, DOUBLE], DOUBLE, (x, y) => sql`pow(${x}, ${y})`),
  row('pi', [], DOUBLE, () => sql`pi()`),
  row('e', [], DOUBLE, () => sql`exp(CAST(1 AS DOUBLE))`),
  row('nan', [], DOUBLE, () => NAN),
  row('infinity', [], DOUBLE, () => sql`CAST('Infinity' AS DOUBLE)`),
  row('degrees', [DOUBLE], DOUBLE, (x) => sql`degrees(${x})`),
  row('radians', [DOUBLE], DOUBLE, (x) => sql`radians(${x})`),
  row('sin', [DOUBLE], DOUBLE, (x) => sql`sin(${x})`),
  row('cos', [DOUBLE], DOUBLE, (x) => sql`cos(${x})`),
  row('tan', [DOUBLE], DOUBLE, (x) => sql`tan(${x})`),
  row('atan', [DOUBLE], DOUBLE, (x) => sql`atan(${x})`),
  row('atan2', [DOUBLE, DOUBLE], DOUBLE, (x, y) => sql`atan2(${x}, ${y})`),
  callRow('random rand', [], DOUBLE, ({ env }) => {
    env.growth.noteVolatile();
    return sql`random()`;
  }),
  row('bitwise_and', [BIGINT, BIGINT], BIGINT, (x, y) => sql`(${x} & ${y})`),
  row('bitwise_or', [BIGINT, BIGINT], BIGINT, (x, y) => sql`(${x} | ${y})`),
  row('bitwise_xor', [BIGINT, BIGINT], BIGINT, (x, y) => sql`xor(${x}, ${y})`),
  row('bitwise_not', [BIGINT], BIGINT, (x) => sql`(~${x})`),
  callRow('greatest', ['T', 'T'], 'same', (call) => extreme(sql`greatest`, call), { variadic: true }),
  callRow('least', ['T', 'T'], 'same', (call) => extreme(sql`least`, call), { variadic: true }),
];

/** Trino answers NaN and -Infinity where DuckDB ends the query. */
function logarithm(plain: Sql, x: Sql): Sql {
  return sql`(CASE WHEN ${x} < 0 THEN ${NAN} WHEN ${x} = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE ${plain} END)`;
}

/** One NULL makes the answer NULL; DuckDB leaves NULLs out. */
function extreme(name: Sql, call: BoundCall): Sql {
  const args = call.args.map((arg) => arg.sql);
  const anyNull = Sql.join(
    args.map((arg) => sql`${arg} IS NULL`),
    sql` OR `,
  );
  return sql`(CASE WHEN ${anyNull} THEN NULL ELSE ${name}(${list(args)}) END)`;
}
