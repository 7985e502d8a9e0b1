import { list, type Sql, sql } from '../sql/fragment.js';

/** Parquet files as they are: what their paths look like adds no columns. */
export function parquetRows(paths: readonly Sql[]): Sql {
  return sql`read_parquet([${list(paths)}], hive_partitioning = false)`;
}
