import type { Exchange } from '../../model/action.js';
import type { StatementResult } from '../../model/statement.js';
import type { KeptResult } from './execution.js';
import { putForCaller } from './put-for-caller.js';
import type { AthenaState } from './state.js';

/** No byte of any content. */
const NO_ROWS: KeptResult['rows'] = { offset: 0, lengthBytes: 0 };

/**
 * What a statement that stored its rows leaves beside the results: `.metadata`, and, if it wrote any object, the manifest
 * of their URIs, one a line (User Guide, "querying-finding-output-files", "insert-into"; recorded from Athena). The caller's
 * right to write there was asked for before it ran.
 */
export async function keepWritten(
  state: AthenaState,
  exchange: Exchange,
  object: { readonly bucket: string; readonly key: string },
  result: StatementResult & { readonly written: readonly string[] },
): Promise<KeptResult> {
  const { bucket, key } = object;
  const { columns, updateCount = 0, written } = result;
  if (written.length > 0) {
    const manifest = written.map((uri) => `${uri}\n`).join('');
    await putForCaller(state, exchange, { bucket, key: manifestKey(key) }, manifest, 'application/octet-stream');
  }
  const metadata = JSON.stringify({ columns, updateCount });
  await putForCaller(state, exchange, { bucket, key: `${key}.metadata` }, metadata, 'application/octet-stream');
  return { columns, rows: NO_ROWS, updateCount, hasHeader: false };
}

/** `<stem>-manifest.csv`; of a statement that EXECUTE ran, beside the result's own name. */
export function manifestKey(key: string): string {
  return `${key.replace(/\.csv$/, '')}-manifest.csv`;
}
