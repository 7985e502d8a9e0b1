import { notSupported } from '../failure.js';
import { Sql, sql } from '../sql/fragment.js';
import { duckType } from '../types/duck-type.js';
import { BIGINT, DATE, DOUBLE, TIMESTAMP, TIMESTAMP_TZ, type TrinoType, VARCHAR } from '../types/trino-type.js';
import { argument, callRow, invalidArgument, literalText, type Row, row } from './define.js';
import type { BoundCall } from './signature.js';

const MICROS: TrinoType = { kind: 'timestamp', precision: 6 };
const MOMENTS = [DATE, TIMESTAMP, TIMESTAMP_TZ];

const now = (call: BoundCall): Sql =>
  sql`CAST(${Sql.literal(call.env.session.startedAt.toISOString().replace('T', ' ').replace('Z', ''))} AS TIMESTAMP)`;

/** Whole fields of a date, by Trino's names and DuckDB's. */
const FIELDS: readonly (readonly [string, Sql])[] = [
  ['year', sql`year`],
  ['quarter', sql`quarter`],
  ['month', sql`month`],
  ['week week_of_year', sql`week`],
  ['day day_of_month', sql`day`],
  ['day_of_week dow', sql`isodow`],
  ['day_of_year doy', sql`dayofyear`],
  ['year_of_week yow', sql`isoyear`],
];

const CLOCK_FIELDS: readonly (readonly [string, Sql])[] = [
  ['hour', sql`hour`],
  ['minute', sql`minute`],
  ['second', sql`second`],
];

/** Source: Trino documentation, "Date and time functions and operators". */
export const MOMENT: readonly Row[] = [
  callRow('now current_timestamp', [], TIMESTAMP_TZ, now),
  callRow('localtimestamp', [], TIMESTAMP, now),
  callRow('current_date', [], DATE, (call) => sql`CAST(${now(call)} AS DATE)`),
  ...FIELDS.flatMap(([names, field]) =>
    MOMENTS.map((type) => row(names, [type], BIGINT, (x) => sql`CAST(${field}(${x}) AS BIGINT)`)),
  ),
  ...CLOCK_FIELDS.flatMap(([names, field]) =>
    [TIMESTAMP, TIMESTAMP_TZ].map((type) => row(names, [type], BIGINT, (x) => sql`CAST(${field}(${x}) AS BIGINT)`)),
  ),
  row('millisecond', [MICROS], BIGINT, (x) => sql`CAST(millisecond(${x}) % 1000 AS BIGINT)`),
  row('date', [VARCHAR], DATE, (x) => sql`CAST(regexp_extract(${x}, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$') AS DATE)`),
  row('date', [DATE], DATE, (x) => x),
  row('date', [TIMESTAMP], DATE, (x) => sql`CAST(${x} AS DATE)`),
  row('date', [TIMESTAMP_TZ], DATE, (x) => sql`CAST(${x} AS DATE)`),
  row(
    'from_iso8601_date',
    [VARCHAR],
    DATE,
    (x) => sql`CAST(regexp_extract(${x}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') AS DATE)`,
  ),
  ...MOMENTS.flatMap((type) => [
    row('last_day_of_month', [type], DATE, (x) => sql`last_day(${x})`),
    callRow('date_trunc', [VARCHAR, type], type, dateTrunc),
    callRow('date_add', [VARCHAR, BIGINT, type], type, dateAdd),
    callRow('date_diff', [VARCHAR, type, type], BIGINT, dateDiff),
  ]),
  row('from_unixtime', [DOUBLE], TIMESTAMP_TZ, (x) => sql`make_timestamp(CAST(round(${x} * 1000) AS BIGINT) * 1000)`),
  row('to_unixtime', [MICROS], DOUBLE, (x) => sql`epoch(${x})`),
  callRow(
    'date_format',
    [MICROS, VARCHAR],
    VARCHAR,
    (call) => sql`strftime(${argument(call, 0).sql}, ${Sql.literal(formatOf(call, false))})`,
  ),
  callRow(
    'date_parse',
    [VARCHAR, VARCHAR],
    TIMESTAMP,
    (call) => sql`strptime(${argument(call, 0).sql}, ${Sql.literal(formatOf(call, true))})`,
  ),
];

const UNITS = ['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];

/** A unit that the type has; a date has none below the day. */
function unitOf(call: BoundCall, type: TrinoType): string {
  const unit = literalText(call, 0, 'a unit of time').toLowerCase();
  const known = UNITS.includes(unit) && (type.kind !== 'date' || UNITS.indexOf(unit) >= UNITS.indexOf('day'));
  if (!known) {
    throw invalidArgument(`'${unit}' is not a valid ${type.kind === 'date' ? 'DATE' : 'Timestamp'} field`, call.at);
  }
  return unit;
}

function dateTrunc(call: BoundCall): Sql {
  const value = argument(call, 1);
  return sql`CAST(date_trunc(${Sql.literal(unitOf(call, value.type))}, ${value.sql}) AS ${duckType(value.type)})`;
}

const STEPS: Readonly<Record<string, Sql>> = {
  millisecond: sql`to_milliseconds`,
  second: sql`to_seconds`,
  minute: sql`to_minutes`,
  hour: sql`to_hours`,
  day: sql`to_days`,
  week: sql`to_weeks`,
  month: sql`to_months`,
  quarter: sql`to_quarters`,
  year: sql`to_years`,
};

function dateAdd(call: BoundCall): Sql {
  const [count, value] = [argument(call, 1), argument(call, 2)];
  const step = STEPS[unitOf(call, value.type)] ?? sql`to_days`;
  return sql`CAST(${value.sql} + ${step}(CAST(${count.sql} AS INTEGER)) AS ${duckType(value.type)})`;
}

/** Trino counts whole units between the two; DuckDB's `date_diff` would count borders crossed. */
function dateDiff(call: BoundCall): Sql {
  const [from, to] = [argument(call, 1), argument(call, 2)];
  return sql`datesub(${Sql.literal(unitOf(call, from.type))}, ${from.sql}, ${to.sql})`;
}

/** MySQL's format letters, as Trino uses them, in strftime's. Those not listed have no counterpart. */
const LETTERS: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  W: '%A',
  Y: '%Y',
  y: '%y',
  '%': '%%',
};

function formatOf(call: BoundCall, parsing: boolean): string {
  const format = literalText(call, 1, 'a date format');
  return format.replaceAll(/%(.)|%$/gs, (whole, letter?: string) => {
    const known = letter === undefined ? undefined : LETTERS[letter];
    // strptime does not read numbers without their leading zero by `%-d`; it does by `%d`.
    if (known !== undefined) return parsing ? known.replaceAll('%-', '%') : known;
    throw notSupported(`date format ${whole}`, call.at);
  });
}
