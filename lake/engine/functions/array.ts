import { Sql, sql } from '../sql/fragment.js';
import { together } from '../translate/nested.js';
import { raise } from '../translate/raise.js';
import { duckType } from '../types/duck-type.js';
import { BIGINT, BOOLEAN, type TrinoType, UNKNOWN, VARBINARY, VARCHAR } from '../types/trino-type.js';
import { boundedList, boundedText } from './bounds.js';
import { argument, callRow, literalText, type Row, row } from './define.js';
import type { BoundCall } from './signature.js';

const elementOf = ([type]: readonly TrinoType[]): TrinoType =>
  type?.kind === 'array' ? type.element : { kind: 'unknown' };
const TEXTS: TrinoType = { kind: 'array', element: VARCHAR };

/** Source: Trino documentation, "Array functions and operators" and "Binary functions and operators". */
export const ARRAY_AND_BINARY: readonly Row[] = [
  row('cardinality', ['[T]'], BIGINT, (x) => sql`len(${x})`),
  // Not found among NULLs is unknown.
  row(
    'contains',
    ['[T]', 'T'],
    BOOLEAN,
    (x, y) =>
      sql`(CASE WHEN list_contains(${x}, ${y}) THEN true WHEN ${y} IS NULL OR list_count(${x}) < len(${x}) THEN NULL ELSE false END)`,
  ),
  callRow('element_at', ['[T]', BIGINT], elementOf, elementAt),
  // The first of each, NULL too, in their order.
  row(
    'array_distinct',
    ['[T]'],
    'same',
    (x) =>
      sql`list_extract(list_transform([${x}], lambda s0: list_filter(s0, lambda x0, s1: list_position(s0, x0) = s1)), 1)`,
  ),
  row(
    'array_remove',
    ['[T]', 'T'],
    'same',
    (x, y) => sql`(CASE WHEN ${y} IS NOT NULL THEN list_filter(${x}, lambda x0: x0 IS NULL OR x0 <> ${y}) END)`,
  ),
  callRow('flatten', ['[[T]]'], ([type]) => (type?.kind === 'array' ? type.element : UNKNOWN), flattened),
  callRow('slice', ['[T]', BIGINT, BIGINT], 'same', slice),
  callRow('repeat', ['T', BIGINT], ([type]) => ({ kind: 'array', element: type ?? UNKNOWN }), repeated),
  row('array_sort', ['[T]'], 'same', (x) => sql`list_sort(${x}, 'ASC', 'NULLS LAST')`),
  row(
    'array_max',
    ['[T]'],
    elementOf,
    (x) => sql`(CASE WHEN list_count(${x}) < len(${x}) THEN NULL ELSE list_max(${x}) END)`,
  ),
  row(
    'array_min',
    ['[T]'],
    elementOf,
    (x) => sql`(CASE WHEN list_count(${x}) < len(${x}) THEN NULL ELSE list_min(${x}) END)`,
  ),
  row('array_position', ['[T]', 'T'], BIGINT, (x, y) => sql`CAST(coalesce(list_position(${x}, ${y}), 0) AS BIGINT)`),
  callRow('array_join', [TEXTS, VARCHAR], VARCHAR, joined),
  row('reverse', ['[T]'], 'same', (x) => sql`list_reverse(${x})`),
  callRow('sequence', [BIGINT, BIGINT], { kind: 'array', element: BIGINT }, sequence),
  row('to_utf8', [VARCHAR], VARBINARY, (x) => sql`encode(${x})`),
  row('from_utf8', [VARBINARY], VARCHAR, (x) => sql`decode(${x})`),
  row('to_hex', [VARBINARY], VARCHAR, (x) => sql`hex(${x})`),
  row('from_hex', [VARCHAR], VARBINARY, (x) => sql`unhex(${x})`),
  row('to_base64', [VARBINARY], VARCHAR, (x) => sql`to_base64(${x})`),
  row('from_base64', [VARCHAR], VARBINARY, (x) => sql`from_base64(${x})`),
  // DuckDB's hashes are texts of hexadecimal digits; Trino's are the bytes.
  row('md5', [VARBINARY], VARBINARY, (x) => sql`unhex(md5(${x}))`),
  row('sha1', [VARBINARY], VARBINARY, (x) => sql`unhex(sha1(${x}))`),
  row('sha256', [VARBINARY], VARBINARY, (x) => sql`unhex(sha256(${x}))`),
];

const MAX_ENTRIES = 10_000n;

function sequence(call: BoundCall): Sql {
  const [x, y] = [argument(call, 0).sql, argument(call, 1).sql];
  const text = `result of sequence function must not have more than ${MAX_ENTRIES} entries`;
  const error = raise('INVALID_FUNCTION_ARGUMENT', text, call.returns, call.env.insideTry, [x, y]);
  const distance = sql`abs(CAST(${y} AS HUGEINT) - CAST(${x} AS HUGEINT))`;
  const series = sql`generate_series(${x}, ${y}, CASE WHEN ${x} > ${y} THEN -1 ELSE 1 END)`;
  return sql`(CASE WHEN ${distance} >= ${Sql.whole(MAX_ENTRIES)} THEN ${error} ELSE ${series} END)`;
}

function flattened(call: BoundCall): Sql {
  const x = argument(call, 0).sql;
  const length = sql`coalesce(list_sum(list_transform(${x}, lambda x0: len(x0))), 0)`;
  return boundedList(call.env, length, sql`flatten(${x})`, call.returns, [sql`len(${x})`]);
}

/** DuckDB joins by a constant only. */
function joined(call: BoundCall): Sql {
  const separator = literalText(call, 1, 'a separator of array_join');
  const between = Sql.literal(separator);
  const width = Sql.whole(Buffer.byteLength(separator));
  return together([argument(call, 0).sql], ([x = sql`NULL`]) => {
    const bytes = sql`coalesce(list_sum(list_transform(${x}, lambda x0: strlen(x0))), 0) + len(${x}) * ${width}`;
    return boundedText(call.env, bytes, sql`array_to_string(${x}, ${between})`, [sql`len(${x})`]);
  });
}

/** From the end for negative starts; nothing beyond the ends. */
function slice(call: BoundCall): Sql {
  const [x, start, length] = [argument(call, 0).sql, argument(call, 1).sql, argument(call, 2).sql];
  const fail = (text: string): Sql =>
    raise('INVALID_FUNCTION_ARGUMENT', text, call.returns, call.env.insideTry, [start, length]);
  const first = sql`(CASE WHEN ${start} < 0 THEN len(${x}) + ${start} + 1 ELSE ${start} END)`;
  const part = sql`list_slice(${x}, ${first}, ${first} + least(${length}, len(${x})) - 1)`;
  const nothing = sql`list_resize(${x}, 0)`;
  return sql`(CASE WHEN ${start} = 0 THEN ${fail('SQL array indices start at 1')} WHEN ${length} < 0 THEN ${fail('length must be greater than or equal to 0')} WHEN ${first} < 1 OR ${first} > len(${x}) THEN ${nothing} ELSE ${part} END)`;
}

function repeated(call: BoundCall): Sql {
  const [x, count] = [argument(call, 0).sql, argument(call, 1).sql];
  const fail = (text: string): Sql =>
    raise(
      'INVALID_FUNCTION_ARGUMENT',
      `count argument of repeat function must be ${text}`,
      call.returns,
      call.env.insideTry,
      [count],
    );
  const made = sql`list_resize(CAST([] AS ${duckType(call.returns)}), ${count}, ${x})`;
  return sql`(CASE WHEN ${count} < 0 THEN ${fail('greater than or equal to 0')} WHEN ${count} > ${Sql.whole(MAX_ENTRIES)} THEN ${fail(`less than or equal to ${MAX_ENTRIES}`)} ELSE ${made} END)`;
}

function elementAt(call: BoundCall): Sql {
  const [x, place] = [argument(call, 0).sql, argument(call, 1).sql];
  const text = 'SQL array indices start at 1';
  const error = raise('INVALID_FUNCTION_ARGUMENT', text, call.returns, call.env.insideTry, [place]);
  return sql`(CASE WHEN ${place} = 0 THEN ${error} ELSE list_extract(${x}, ${place}) END)`;
}
