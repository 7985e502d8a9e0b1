import type { StoredObject } from '../../model/objects.js';
import { list, Sql, sql } from '../sql/fragment.js';
import type { TrustedReader } from './trusted-reader.js';

/** What a footer says of a column's NULLs in the whole file: that no value is one, or that every value is. */
export type Nullness = 'none' | 'all';

/** A leaf of the file's schema, over all row groups. */
export interface FooterLeaf {
  /** The names from the top, as DuckDB joins them: `home, city`. */
  readonly path: string;
  readonly bytes: number;
  readonly uncompressedBytes: number;
  readonly rows: number;
  /** Undefined where some values are NULL, and where the statistics are missing or cannot be right. */
  readonly nullness: Nullness | undefined;
}

export interface Footer {
  /** The same for two files only when they say the same of every column. */
  readonly schemaDigest: string;
  /** In the order of the schema; none in a file without rows. */
  readonly leaves: readonly FooterLeaf[];
}

/** Parquet files as they are: what their paths look like adds no columns. */
export function parquetRows(paths: readonly Sql[]): Sql {
  return sql`read_parquet([${list(paths)}], hive_partitioning = false)`;
}

const SCHEMA = sql`{n: name, t: type, l: type_length, r: repetition_type, c: num_children, v: converted_type, s: scale, p: precision, i: field_id, o: logical_type, d: duckdb_type}`;

/**
 * A null count is believed of a column that has a value for each row, and where nothing else in the footer speaks against
 * it: a writer that does not count may leave it out, or write -1 (parquet-format, "Statistics"; parquet-java,
 * `Statistics.isNumNullsSet`).
 */
const NONE = sql`coalesce(num_values = row_group_num_rows AND stats_null_count = 0, false)`;
const ALL = sql`coalesce(num_values = row_group_num_rows AND stats_null_count = num_values, false)
  AND stats_min IS NULL AND stats_max IS NULL AND stats_min_value IS NULL AND stats_max_value IS NULL`;

/** The footers of these files, in their order, in two statements for all of them. Throws what DuckDB throws. */
export async function readFooters(reader: TrustedReader, files: readonly StoredObject[]): Promise<readonly Footer[]> {
  const paths = sql`[${list([...new Set(files.map(({ path }) => path))].map((path) => Sql.literal(path)))}]`;
  const schemas = await reader.rows(
    sql`SELECT file_name, sha256(CAST(to_json(list(${SCHEMA} ORDER BY column_id)) AS VARCHAR))
        FROM parquet_schema(${paths}) GROUP BY file_name`,
  );
  const columns = await reader.rows(
    sql`SELECT file_name, path_in_schema, CAST(sum(total_compressed_size) AS DOUBLE),
          CAST(sum(total_uncompressed_size) AS DOUBLE), CAST(sum(row_group_num_rows) AS DOUBLE),
          CASE WHEN bool_and(${NONE}) THEN 'none' WHEN bool_and(${ALL}) THEN 'all' END
        FROM parquet_metadata(${paths}) GROUP BY file_name, column_id, path_in_schema ORDER BY column_id`,
  );
  const leaves = new Map<string, FooterLeaf[]>(schemas.map(([path]) => [String(path), []]));
  for (const [path, ...column] of columns) leaves.get(String(path))?.push(leafOf(column));
  const digests = new Map(schemas.map(([path, digest]) => [String(path), String(digest)]));
  return files.map(({ path }) => {
    const [schemaDigest, own] = [digests.get(path), leaves.get(path)];
    if (schemaDigest === undefined || own === undefined) throw new Error('a footer was not read');
    return { schemaDigest, leaves: own };
  });
}

function leafOf([path, bytes, uncompressedBytes, rows, nullness]: readonly unknown[]): FooterLeaf {
  return {
    path: String(path),
    bytes: Number(bytes),
    uncompressedBytes: Number(uncompressedBytes),
    rows: Number(rows),
    nullness: nullness === 'none' || nullness === 'all' ? nullness : undefined,
  };
}
