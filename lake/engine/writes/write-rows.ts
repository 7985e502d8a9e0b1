import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Lake } from '../../model/lake.js';
import type { ResultColumn, StatementRequest, StatementResult } from '../../model/statement.js';
import { type Machinery, queryValues } from '../run/run-query.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { type Outgoing, store } from './destination.js';
import { type ParquetCodec, ParquetWriter, type WrittenFile } from './parquet-writer.js';
import type { StoredColumn } from './stored-type.js';

/** What a statement's rows are stored as. */
export interface Shape {
  readonly columns: readonly StoredColumn[];
  readonly keys: readonly StoredColumn[];
  readonly codec: ParquetCodec;
}

/** Where a write runs, and what ends it. */
export interface WriteContext {
  readonly lake: Lake;
  readonly machinery: Machinery;
  readonly request: StatementRequest;
  readonly signal: AbortSignal;
}

export interface Stored {
  readonly uris: readonly string[];
  readonly files: readonly WrittenFile[];
  readonly rowCount: number;
  readonly dataScannedBytes: number;
}

const ROWS: ResultColumn = { name: 'rows', type: 'bigint', precision: 19, scale: 0, caseSensitive: false };

/** Reads as any query does, on a copy of what its caller may see; a writer that knows no SQL of the caller's stores the rows. */
export async function writeRows(
  { lake, machinery, request, signal }: WriteContext,
  statement: TranslatedStatement,
  { columns, keys, codec }: Shape,
  placeEach: (files: readonly WrittenFile[]) => readonly Outgoing[],
): Promise<Stored> {
  const { batches, dataScannedBytes } = await queryValues(lake, machinery, request, statement, signal);
  const folder = join(lake.stateDir, 'athena-writes', `${request.queryExecutionId}-${randomUUID()}`);
  const writer = await ParquetWriter.create(folder, columns, keys);
  try {
    for await (const rows of batches) for (const row of rows) writer.append(row);
    const files = await writer.finish(codec, signal);
    const uris = await store(lake, request, placeEach(files), signal);
    return { uris, files, rowCount: writer.rowCount, dataScannedBytes };
  } finally {
    await writer.close();
  }
}

/** The answer of a statement that wrote: no rows, their number, and one column that stands for it (recorded from Athena). */
export function writtenResult({ uris, rowCount, dataScannedBytes }: Omit<Stored, 'files'>): StatementResult {
  return { columns: [ROWS], batches: [], dataScannedBytes, updateCount: rowCount, written: uris };
}

export const NOTHING_STORED: Stored = { uris: [], files: [], rowCount: 0, dataScannedBytes: 0 };
