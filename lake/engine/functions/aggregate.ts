import { sql } from '../sql/fragment.js';
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
import { argument, callRow, type Row, row, tableOf } from './define.js';
import type { FunctionTable } from './signature.js';

const WHOLE = [TINYINT, SMALLINT, INTEGER, BIGINT];
const STATISTICS = ['stddev', 'stddev_samp', 'stddev_pop', 'variance', 'var_samp', 'var_pop'] as const;
const DUCK_STATISTICS = {
  stddev: sql`stddev_samp`,
  stddev_samp: sql`stddev_samp`,
  stddev_pop: sql`stddev_pop`,
  variance: sql`var_samp`,
  var_samp: sql`var_samp`,
  var_pop: sql`var_pop`,
} as const;

const sumOfDecimal = ([type]: readonly TrinoType[]): TrinoType =>
  decimal(38, type?.kind === 'decimal' ? type.scale : 0);
const arrayOf = ([type]: readonly TrinoType[]): TrinoType => ({ kind: 'array', element: type ?? BIGINT });

/**
 * Source: Trino documentation, "Aggregate functions". `emit` gives the bare call; DISTINCT, ORDER BY and FILTER are put
 * into it by the caller. Sums of whole numbers overflow at bigint, as Trino's do.
 */
const ROWS: readonly Row[] = [
  row('count', ['T'], BIGINT, (x) => sql`count(${x})`),
  row('count_if', [BOOLEAN], BIGINT, (x) => sql`count(CASE WHEN ${x} THEN 1 END)`),
  ...WHOLE.map((type) => row('sum', [type], BIGINT, (x) => sql`sum(${x})`)),
  row('sum', [REAL], REAL, (x) => sql`sum(${x})`),
  row('sum', [DOUBLE], DOUBLE, (x) => sql`sum(${x})`),
  row('sum', ['D'], sumOfDecimal, (x) => sql`sum(${x})`),
  row('avg', [BIGINT], DOUBLE, (x) => sql`avg(${x})`),
  row('avg', [REAL], REAL, (x) => sql`avg(${x})`),
  row('avg', [DOUBLE], DOUBLE, (x) => sql`avg(${x})`),
  row('min', ['T'], 'same', (x) => sql`min(${x})`),
  row('max', ['T'], 'same', (x) => sql`max(${x})`),
  row('min_by', ['T', 'U'], 'same', (x, y) => sql`arg_min(${x}, ${y})`),
  row('max_by', ['T', 'U'], 'same', (x, y) => sql`arg_max(${x}, ${y})`),
  row('arbitrary any_value', ['T'], 'same', (x) => sql`any_value(${x})`),
  row('array_agg', ['T'], arrayOf, (x) => sql`list(${x})`),
  row('bool_and every', [BOOLEAN], BOOLEAN, (x) => sql`bool_and(${x})`),
  row('bool_or', [BOOLEAN], BOOLEAN, (x) => sql`bool_or(${x})`),
  // The exact count lies within the error that Trino allows itself.
  row('approx_distinct', ['T'], BIGINT, (x) => sql`count(DISTINCT ${x})`),
  ...STATISTICS.map((name) => row(name, [DOUBLE], DOUBLE, (x) => sql`${DUCK_STATISTICS[name]}(${x})`)),
  row('corr', [DOUBLE, DOUBLE], DOUBLE, (x, y) => sql`corr(${x}, ${y})`),
  callRow(
    'listagg',
    [{ kind: 'varchar' }, { kind: 'varchar' }],
    { kind: 'varchar' },
    (call) => sql`string_agg(${argument(call, 0).sql}, ${argument(call, 1).sql})`,
  ),
];

export const AGGREGATES: FunctionTable = tableOf(ROWS);

const WINDOW_ROWS: readonly Row[] = [
  row('row_number', [], BIGINT, () => sql`row_number()`),
  row('rank', [], BIGINT, () => sql`rank()`),
  row('dense_rank', [], BIGINT, () => sql`dense_rank()`),
  row('percent_rank', [], DOUBLE, () => sql`percent_rank()`),
  row('cume_dist', [], DOUBLE, () => sql`cume_dist()`),
  row('ntile', [BIGINT], BIGINT, (n) => sql`ntile(${n})`),
  row('first_value', ['T'], 'same', (x) => sql`first_value(${x})`),
  row('last_value', ['T'], 'same', (x) => sql`last_value(${x})`),
  row('nth_value', ['T', BIGINT], 'same', (x, n) => sql`nth_value(${x}, ${n})`),
  row('lag', ['T'], 'same', (x) => sql`lag(${x})`),
  row('lead', ['T'], 'same', (x) => sql`lead(${x})`),
  row('lag', ['T', BIGINT], 'same', (x, n) => sql`lag(${x}, CAST(${n} AS INTEGER))`),
  row('lead', ['T', BIGINT], 'same', (x, n) => sql`lead(${x}, CAST(${n} AS INTEGER))`),
];

export const WINDOW_FUNCTIONS: FunctionTable = tableOf(WINDOW_ROWS);
