import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * How far a stream of rows runs ahead of its taker. DuckDB counts a text as the sixteen bytes that point to it, so that
 * its default of 976 KB holds some thirty chunks of long texts: 20 MB beside every bound.
 */
const STREAM_BUFFER = '64KB';

/** For statements that the connection streams from now on. */
export async function boundStreams(connection: DuckDBConnection): Promise<DuckDBConnection> {
  await connection.run(`SET streaming_buffer_size = '${STREAM_BUFFER}'`);
  return connection;
}
