import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { QueryFailure } from '../../engine/failure.js';
import type { Exchange } from '../../model/action.js';
import type { ResultColumn, StatementResult } from '../../model/statement.js';
import type { Execution, KeptResult } from './execution.js';
import { checkOutputLocation } from './output-location.js';
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
  if (written !== undefined) return keepWritten(state, execution, { bucket, key }, { ...result, written });
  await mkdir(state.resultsDir, { recursive: true });
  const path = join(state.resultsDir, `${execution.id}.jsonl`);
  const csv = execution.statement.statementType === 'DML';
  await state.lake.objects.put(bucket, key, objectText(result, path, csv), {
    contentType: csv ? 'text/csv' : 'text/plain',
  });
  const metadata = JSON.stringify({ columns: result.columns });
  await state.lake.objects.put(bucket, `${key}.metadata`, metadata, { contentType: 'application/json' });
  return { columns: result.columns, path, updateCount: result.updateCount ?? 0, hasHeader: csv };
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
  await state.lake.objects.put(bucket, key, `${reason}\n`, { contentType: 'text/plain' });
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

/** The object's bytes, while the same rows go to the file at `path`; nothing is held but the row under way. */
async function* objectText(result: StatementResult, path: string, csv: boolean): AsyncGenerator<Uint8Array> {
  const file = createWriteStream(path, { mode: 0o600 });
  const encode = (text: string): Uint8Array => Buffer.from(text, 'utf8');
  try {
    if (csv) yield encode(csvLine(result.columns.map(({ name }: ResultColumn) => name)));
    for await (const row of result.rows) {
      if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain');
      yield encode(csv ? csvLine(row) : textLine(row));
    }
  } finally {
    file.end();
    await finished(file);
  }
}

/** Every value is quoted; NULL is the empty, unquoted field (User Guide, "Find query output files"). */
function csvLine(row: Row): string {
  return `${row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;
}

function textLine(row: Row): string {
  return `${row.map((value) => value ?? '').join('\t')}\n`;
}
