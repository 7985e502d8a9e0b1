import { Sql, sql } from '../sql/fragment.js';
import { jsonPath } from '../translate/json.js';
import { raise } from '../translate/raise.js';
import { BIGINT, BOOLEAN, JSON_TYPE, type TrinoType, VARCHAR } from '../types/trino-type.js';
import { boundedText } from './bounds.js';
import { argument, callRow, literalText, type Row, row } from './define.js';
import type { BoundCall } from './signature.js';

const EITHER: readonly TrinoType[] = [JSON_TYPE, VARCHAR];

/** Source: Trino documentation, "JSON functions and operators". Paths must be literals. */
export const JSON_ROWS: readonly Row[] = [
  callRow('json_parse', [VARCHAR], JSON_TYPE, parsed),
  row('json_format', [JSON_TYPE], VARCHAR, (x) => x),
  ...EITHER.flatMap((type) => [
    callRow('json_extract', [type, VARCHAR], JSON_TYPE, (call) => extracted(call)),
    callRow('json_extract_scalar', [type, VARCHAR], VARCHAR, extractedScalar),
    callRow('json_array_length', [type], BIGINT, (call) => {
      const x = valid(call);
      return sql`(CASE WHEN json_type(${x}) = 'ARRAY' THEN CAST(json_array_length(${x}) AS BIGINT) END)`;
    }),
    callRow('json_size', [type, VARCHAR], BIGINT, (call) => {
      const x = extracted(call);
      return sql`(CASE json_type(${x}) WHEN 'ARRAY' THEN CAST(json_array_length(${x}) AS BIGINT) WHEN 'OBJECT' THEN len(json_keys(${x})) WHEN NULL THEN NULL ELSE (CASE WHEN ${x} IS NOT NULL THEN 0 END) END)`;
    }),
    callRow('is_json_scalar', [type], BOOLEAN, (call) => {
      return sql`(json_type(${argument(call, 0).sql}) NOT IN ('ARRAY', 'OBJECT'))`;
    }),
  ]),
];

function parsed(call: BoundCall): Sql {
  const x = argument(call, 0).sql;
  const error = raise('INVALID_FUNCTION_ARGUMENT', 'Cannot convert value to JSON', JSON_TYPE, call.env.insideTry, [x]);
  const made = boundedText(call.env, sql`strlen(${x})`, sql`CAST(json(${x}) AS VARCHAR)`, [x]);
  return sql`(CASE WHEN NOT json_valid(${x}) THEN ${error} ELSE ${made} END)`;
}

/** A text that is no JSON gives NULL. */
function valid(call: BoundCall): Sql {
  const { sql: x, type } = argument(call, 0);
  return type.kind === 'json' ? x : sql`(CASE WHEN json_valid(${x}) THEN ${x} END)`;
}

function extracted(call: BoundCall): Sql {
  const path = Sql.literal(jsonPath(literalText(call, 1, 'a JSON path'), call.at));
  return sql`CAST(json_extract(${valid(call)}, ${path}) AS VARCHAR)`;
}

/** Text, number or boolean; NULL for null, arrays and objects. */
function extractedScalar(call: BoundCall): Sql {
  const path = Sql.literal(jsonPath(literalText(call, 1, 'a JSON path'), call.at));
  const x = valid(call);
  return sql`(CASE WHEN json_type(${x}, ${path}) IN ('ARRAY', 'OBJECT', 'NULL') THEN NULL ELSE json_extract_string(${x}, ${path}) END)`;
}
