import type { FailureName } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { duckType } from '../types/duck-type.js';
import type { TrinoType } from '../types/trino-type.js';

/**
 * SQL that ends the query with this error when it is reached, and has a value of `type` otherwise. DuckDB's `error()`
 * is volatile and may not stand inside TRY; there a cast that fails carries the text. It is made to depend on the
 * values at hand, because a constant would be worked out, and fail, before any row is looked at.
 */
export function raise(
  name: FailureName,
  text: string,
  type: TrinoType,
  insideTry: boolean,
  dependsOn: readonly Sql[],
): Sql {
  const message = Sql.literal(`${name}: ${text}`);
  if (!insideTry) return sql`CAST(error(${message}) AS ${duckType(type)})`;
  const nothing = list(dependsOn.map((value) => sql`left(CAST(${value} AS VARCHAR), 0)`));
  const carrier = sql`CAST(concat(${message}, ${nothing}) AS INTEGER)`;
  return sql`(CASE WHEN ${carrier} > 0 THEN CAST(NULL AS ${duckType(type)}) END)`;
}
