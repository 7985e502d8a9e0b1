import { Sql, sql } from '../sql/fragment.js';
import type { Env } from '../translate/env.js';
import { together } from '../translate/nested.js';
import { raise } from '../translate/raise.js';
import { type TrinoType, VARCHAR } from '../types/trino-type.js';

/** Bytes. DuckDB counts memory by blocks and not what a vector of 2,048 texts holds, so each text is bounded by itself. */
const MAX_TEXT = 16 * 1024 * 1024;
/** One row may have thousands of elements. */
const MAX_TEXT_IN_LAMBDA = 64 * 1024;
/** Trino's own bound of what `||` and concat give. */
const MAX_CONCATENATED = 1024 * 1024;
const MAX_ELEMENTS = 1_000_000;

/** `made`, unless it would be longer than a text may be; `bytes` says, without making it, how long at most. */
export function boundedText(env: Env, bytes: Sql, made: Sql, dependsOn: readonly Sql[]): Sql {
  return bounded(env, bytes, env.insideLambda ? MAX_TEXT_IN_LAMBDA : MAX_TEXT, made, VARCHAR, dependsOn);
}

export function boundedList(env: Env, length: Sql, made: Sql, type: TrinoType, dependsOn: readonly Sql[]): Sql {
  return bounded(env, length, MAX_ELEMENTS, made, type, dependsOn);
}

function bounded(env: Env, size: Sql, limit: number, made: Sql, type: TrinoType, dependsOn: readonly Sql[]): Sql {
  const text = 'Query exhausted resources at this scale factor';
  const error = raise('EXCEEDED_MEMORY_LIMIT', text, type, env.insideTry, dependsOn);
  return sql`(CASE WHEN ${size} > ${Sql.whole(limit)} THEN ${error} ELSE ${made} END)`;
}

/** The texts one after the other; NULL if one is. Source: Trino's `ConcatFunction`. */
export function concatenated(env: Env, texts: readonly Sql[]): Sql {
  return together(texts, (parts) => boundedConcatenation(env, parts));
}

function boundedConcatenation(env: Env, parts: readonly Sql[]): Sql {
  const bytes = Sql.join(
    parts.map((part) => sql`strlen(${part})`),
    sql` + `,
  );
  const limit = Sql.whole(env.insideLambda ? MAX_TEXT_IN_LAMBDA : MAX_CONCATENATED);
  const text = 'Concatenated string is too large';
  const error = raise('INVALID_FUNCTION_ARGUMENT', text, VARCHAR, env.insideTry, parts);
  return sql`(CASE WHEN ${bytes} > ${limit} THEN ${error} ELSE (${Sql.join(parts, sql` || `)}) END)`;
}
