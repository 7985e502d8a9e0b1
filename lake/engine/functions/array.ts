import { Sql, sql } from '../sql/fragment.js';
import { raise } from '../translate/raise.js';
import { BIGINT, BOOLEAN, type TrinoType, VARBINARY, VARCHAR } from '../types/trino-type.js';
import { argument, callRow, type Row, row } from './define.js';
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
  row('array_distinct', ['[T]'], 'same', (x) => sql`list_distinct(${x})`),
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
  row('array_join', [TEXTS, VARCHAR], VARCHAR, (x, y) => sql`array_to_string(${x}, ${y})`),
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

function elementAt(call: BoundCall): Sql {
  const [x, place] = [argument(call, 0).sql, argument(call, 1).sql];
  const text = 'SQL array indices start at 1';
  const error = raise('INVALID_FUNCTION_ARGUMENT', text, call.returns, call.env.insideTry, [place]);
  return sql`(CASE WHEN ${place} = 0 THEN ${error} ELSE list_extract(${x}, ${place}) END)`;
}
