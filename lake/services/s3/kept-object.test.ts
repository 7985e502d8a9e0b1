import { expect, it } from 'vitest';
import { AppendLog } from '../../storage/append-log.js';
import { fromSaved, toSaved } from '../../storage/saved-value.js';
import { KeptObject, type Places } from './kept-object.js';
import type { ObjectRecord } from './object-store.js';
import { readObject, savedObject } from './saved.js';

const FOLDER = '/state';
const places: Places = { small: new AppendLog('/nowhere'), newFile: () => '/nowhere', moved: () => undefined };

const facts = (more: Partial<ObjectRecord> = {}): Omit<ObjectRecord, 'path'> => ({
  bucket: 'results',
  key: 'a/é.csv',
  sizeBytes: 12,
  etag: '"83cc1a4f1d8d072e479ed6aad2d98708"',
  lastModified: new Date('2026-07-01T21:01:47Z'),
  contentType: 'text/csv',
  metadata: {},
  systemHeaders: {},
  encryption: 'AES256',
  ...more,
});

const checksum = { header: 'x-amz-checksum-crc32', value: 'AAAAAA==', type: 'FULL_OBJECT' } as const;

const asWritten = (value: unknown): unknown => fromSaved(JSON.parse(JSON.stringify(toSaved(value))));

it.each([
  ['a small one', 17, facts()],
  ['one with a file', `${FOLDER}/s3/8c/8c00.1`, facts({ key: 'b', sizeBytes: 6_000_000_000 })],
  ['one with all that can be said of it', 0, facts({ metadata: { a: '1' }, encryption: 'aws:kms', checksum })],
  ['one with headers', 0, facts({ systemHeaders: { 'content-encoding': 'gzip' }, contentType: 'application/json' })],
  ['one of another time', 0, facts({ lastModified: new Date('2106-12-31T23:59:59Z') })],
])('%s is what was said of it, and the same from the state folder', (_, place, said) => {
  const kept = savedObject(new KeptObject(places, place, said), FOLDER);
  expect(kept).toEqual({ ...said, place: typeof place === 'string' ? 's3/8c/8c00.1' : place });
  const { place: placeAgain, record } = readObject(asWritten(kept), FOLDER);
  expect(placeAgain).toBe(place);
  expect(savedObject(new KeptObject(places, placeAgain, record), FOLDER)).toEqual(kept);
});

it('holds once what objects have in common, and keeps apart what they have not', () => {
  const [first, like, other] = [facts({ metadata: { a: '1' } }), facts({ metadata: { a: '1' } }), facts()].map(
    (said) => new KeptObject(places, 0, said),
  );
  expect(like?.metadata).toBe(first?.metadata);
  expect(other?.metadata).toEqual({});
});
