import { type Sql, sql } from '../sql/fragment.js';

/**
 * A double or real as Trino casts it to varchar: `1.5E0`, `0E0`, `NaN` (Trino: `DoubleOperators.castToVarchar`, the
 * pattern `0.0###################E0`). Made of the shortest digits that name the number, which DuckDB writes.
 */
export function floatingText(value: Sql): Sql {
  const sign = sql`(CASE WHEN ${value} < 0 THEN '-' ELSE '' END)`;
  const zero = sql`(CASE WHEN CAST(${value} AS VARCHAR) LIKE '-%' THEN '-0E0' ELSE '0E0' END)`;
  const size = sql`list_extract(list_transform([CAST(abs(${value}) AS VARCHAR)], lambda x0: ${SCIENTIFIC}), 1)`;
  return sql`(CASE WHEN isnan(${value}) THEN 'NaN' WHEN isinf(${value}) THEN ${sign} || 'Infinity' WHEN ${value} = 0 THEN ${zero} ELSE ${sign} || ${size} END)`;
}

/** `x0` is `123.45` or `1.5e-07`. */
const MANTISSA = sql`split_part(x0, 'e', 1)`;
const EXPONENT = sql`coalesce(TRY_CAST(split_part(x0, 'e', 2) AS INTEGER), 0)`;
const WHOLE = sql`split_part(${MANTISSA}, '.', 1)`;
const FRACTION = sql`split_part(${MANTISSA}, '.', 2)`;
const DIGITS = sql`ltrim(${WHOLE} || ${FRACTION}, '0')`;
const REST = sql`rtrim(substr(${DIGITS}, 2), '0')`;
const SHIFT = sql`(CASE WHEN ${WHOLE} = '0' THEN length(ltrim(${FRACTION}, '0')) - length(${FRACTION}) - 1 ELSE length(${WHOLE}) - 1 END)`;
const SCIENTIFIC = sql`(left(${DIGITS}, 1) || '.' || (CASE WHEN ${REST} = '' THEN '0' ELSE ${REST} END) || 'E' || CAST(${EXPONENT} + ${SHIFT} AS VARCHAR))`;
