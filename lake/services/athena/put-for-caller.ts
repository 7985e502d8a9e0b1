import { recordWrite } from '../../engine/rights/object-calls.js';
import type { Exchange } from '../../model/action.js';
import type { ObjectStore } from '../../model/objects.js';
import type { AthenaState } from './state.js';

/** An object that Athena writes for a query's caller, whose right to it was asked for. */
export async function putForCaller(
  state: AthenaState,
  exchange: Exchange,
  { bucket, key }: { readonly bucket: string; readonly key: string },
  body: Parameters<ObjectStore['put']>[2],
  contentType: string,
): Promise<void> {
  recordWrite(exchange, await state.lake.objects.put(bucket, key, body, { contentType }));
}
