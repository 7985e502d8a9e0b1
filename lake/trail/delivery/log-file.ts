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
  await Promise.all([
    pipeline(Readable.from(textOf(spool, events, (bytes) => hash.update(bytes))), gzip),
    objects.put(bucket, key, gzip, STORED_AS),
  ]);
  const times = events.map(({ eventTime }) => eventTime).sort();
  return {
    bucket,
    key,
    hashValue: hash.digest('hex'),
    oldestEventTime: times[0] ?? '',
    newestEventTime: times.at(-1) ?? '',
  };
}

function* textOf(
  spool: Spool,
  events: readonly SpooledEvent[],
  onBytes: (bytes: Buffer) => void,
): Generator<Buffer, void, undefined> {
  const pieces = function* (): Generator<Buffer, void, undefined> {
    yield Buffer.from('{"Records":[');
    for (const [index, event] of events.entries()) {
      if (index > 0) yield Buffer.from(',');
      yield spool.read(event);
    }
    yield Buffer.from(']}');
  };
  for (const piece of pieces()) {
    onBytes(piece);
    yield piece;
  }
}
