import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ObjectStore } from '../../model/objects.js';
import type { DeliveredLogFile } from './digest.js';
import type { Spool, SpooledEvent } from './spool.js';

/** As CloudTrail stores its files: JSON, compressed. */
export const STORED_AS = { contentType: 'application/json', systemHeaders: { 'content-encoding': 'gzip' } } as const;

/** Streams events into a log file, `{"Records":[…]}` under gzip. Throws what the object store throws. */
export async function writeLogFile(
  objects: ObjectStore,
  place: { readonly bucket: string; readonly key: string },
  spool: Spool,
  events: readonly SpooledEvent[],
): Promise<DeliveredLogFile> {
  const { bucket, key } = place;
  const hash = createHash('sha256');
  const gzip = createGzip();
  let oldestEventTime: string | undefined;
  let newestEventTime = '';
  const read = (event: SpooledEvent): Buffer => {
    const { eventTime, record } = spool.read(event);
    if (oldestEventTime === undefined || eventTime < oldestEventTime) oldestEventTime = eventTime;
    if (eventTime > newestEventTime) newestEventTime = eventTime;
    return record;
  };
  const text = function* (): Generator<Buffer, void, undefined> {
    for (const piece of textOf(events, read)) {
      hash.update(piece);
      yield piece;
    }
  };
  await Promise.all([pipeline(Readable.from(text()), gzip), objects.put(bucket, key, gzip, STORED_AS)]);
  return { bucket, key, hashValue: hash.digest('hex'), oldestEventTime: oldestEventTime ?? '', newestEventTime };
}

function* textOf(
  events: readonly SpooledEvent[],
  read: (event: SpooledEvent) => Buffer,
): Generator<Buffer, void, undefined> {
  yield Buffer.from('{"Records":[');
  for (const [index, event] of events.entries()) {
    if (index > 0) yield Buffer.from(',');
    yield read(event);
  }
  yield Buffer.from(']}');
}
