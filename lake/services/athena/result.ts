import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryFailure } from '../../engine/failure.js';
import type { Exchange } from '../../model/action.js';
import type { ResultColumn, StatementResult } from '../../model/statement.js';
import type { Execution, KeptResult } from './execution.js';
import { keepSmallRows } from './kept-rows.js';
import { checkOutputLocation } from './output-location.js';
import { putForCaller } from './put-for-caller.js';
import type { AthenaState } from './state.js';
import { keepWritten } from './written-result.js';

type Row = readonly (string | null)[];

/**
 * Writes the result object that the caller owns, `<id>.csv` or `<id>.txt` with its `.metadata`, and keeps the rows for
 * GetQueryResults. The caller's own right to write there decides. Throws QueryFailure in Athena's words.
 * Source: User Guide, "Find query output files". AWS's `.metadata` is a binary file of its own; this one is JSON.
 */
export async function keepResult(
  state: AthenaState,
  execution: Execution,
  result: StatementResult,
  exchange: Exchange,
): Promise<KeptResult> {
  const { bucket, prefix: key } = objectOf(execution.outputUri);
  checkMayWrite(state, execution, exchange);
  const { written } = result;
  if (written !== undefined) return keepWritten(state, exchange, { bucket, key }, { ...result, written });
  const csv = execution.statement.statementType === 'DML';
  const all = pieces(result, csv);
  const { value: first } = await all.next();
  const small = first?.isLast === true ? keepSmallRows(state.smallResults, first.kept) : undefined;
  const rows = small ?? join(state.resultsFolder(), `${execution.id}.jsonl`);
  const body = typeof rows === 'string' ? objectBytes(first, all, rows) : (first?.object ?? '');
  await putForCaller(state, exchange, { bucket, key }, body, csv ? 'text/csv' : 'text/plain');
  const metadata = JSON.stringify({ columns: result.columns });
  await putForCaller(state, exchange, { bucket, key: `${key}.metadata` }, metadata, 'application/json');
  return { columns: result.columns, rows, updateCount: result.updateCount ?? 0, hasHeader: csv };
}

/**
 * A failed statement of Hive's leaves its reason as its result object (recorded from Athena), where the caller may write
 * it; a query leaves none.
 */
export async function keepReason(
  state: AthenaState,
  execution: Execution,
  reason: string,
  exchange: Exchange,
): Promise<void> {
  if (!execution.outputUri.endsWith('.txt')) return;
  const { bucket, prefix: key } = objectOf(execution.outputUri);
  const authorization = { action: 's3:PutObject', resource: objectArn(state, `${bucket}/${key}`) };
  const { allowed } = state.lake.isAllowed(execution.caller, authorization, exchange);
  if (!allowed || !state.lake.objects.bucketExists(bucket)) return;
  await putForCaller(state, exchange, { bucket, key }, `${reason}\n`, 'text/plain');
}

function objectArn(state: AthenaState, path: string): string {
  return `arn:${state.account.partition}:s3:::${path}`;
}

function objectOf(uri: string): { readonly bucket: string; readonly prefix: string } {
  const { bucket, prefix } = checkOutputLocation(uri);
  return { bucket, prefix: prefix.replace(/\/$/, '') };
}

/** The caller's own right to write the result. Throws QueryFailure. */
export function checkMayWrite(state: AthenaState, { caller, outputUri }: Execution, exchange: Exchange): void {
  const { bucket, prefix: key } = objectOf(outputUri);
  const resource = objectArn(state, `${bucket}/${key}`);
  if (state.lake.isAllowed(caller, { action: 's3:PutObject', resource }, exchange).allowed) return;
  throw new QueryFailure(
    `Access denied when writing output to url: ${outputUri} . Please ensure you are allowed to access the S3 bucket. If you are encrypting query results with KMS key, please ensure you are allowed to access your KMS key`,
    { category: 2, type: 401 },
  );
}

/** Text that is gathered before it is written: a write for each row would take longer than the query. */
const PIECE_LENGTH = 64 * 1024;

/** A piece of the result object, and the same rows as they are kept. */
interface Piece {
  readonly object: string;
  readonly kept: string;
  readonly isLast: boolean;
}

/** At least one. */
async function* pieces({ columns, batches }: StatementResult, csv: boolean): AsyncGenerator<Piece, undefined> {
  let object = csv ? csvLine(columns.map(({ name }: ResultColumn) => name)) : '';
  let kept = '';
  for await (const rows of batches) {
    for (const row of rows) {
      object += csv ? csvLine(row) : textLine(row);
      kept += `${JSON.stringify(row)}\n`;
      if (object.length + kept.length < PIECE_LENGTH) continue;
      yield { object, kept, isLast: false };
      object = '';
      kept = '';
    }
  }
  yield { object, kept, isLast: true };
}

/** The object's bytes, while the same rows go to the file at `path`; nothing is held but the piece under way. */
async function* objectBytes(
  first: Piece | undefined,
  others: AsyncIterable<Piece>,
  path: string,
): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'wx', 0o600);
  try {
    const write = async (piece: Piece): Promise<Uint8Array> => {
      await file.writeFile(piece.kept);
      return Buffer.from(piece.object, 'utf8');
    };
    if (first !== undefined) yield await write(first);
    for await (const piece of others) yield await write(piece);
  } finally {
    await file.close();
  }
}

/** Every value is quoted; NULL is the empty, unquoted field (User Guide, "Find query output files"). */
function csvLine(row: Row): string {
  return `${row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

function textLine(row: Row): string {
  return `${row.map((value) => value ?? '').join('\t')}\n`;
}
