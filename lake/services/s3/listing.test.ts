import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyIndex } from './key-index.js';
import { listObjects } from './listing.js';
import type { ObjectRecord } from './object-store.js';

const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '😀', '\ufffd'), minLength: 1, maxLength: 5 });

function indexOf(keys: readonly string[]): KeyIndex<ObjectRecord> {
  const index = new KeyIndex<ObjectRecord>();
  for (const name of keys) {
    index.set(name, {
      bucket: 'b',
      key: name,
      path: name,
      sizeBytes: 1,
      etag: '""',
      lastModified: new Date(0),
      contentType: 'text/plain',
      metadata: {},
      systemHeaders: {},
      encryption: 'AES256',
    });
  }
  return index;
}

/** What S3 API Reference, ListObjectsV2, says of a whole listing, said again in the plainest way. */
function expected(keys: readonly string[], prefix: string, delimiter: string | undefined): readonly string[] {
  const entries = keys
    .filter((name) => name.startsWith(prefix))
    .map((name) => {
      const at = delimiter === undefined ? -1 : name.indexOf(delimiter, prefix.length);
      return at < 0 ? name : `${name.slice(0, at + 1)} (prefix)`;
    });
  return [...new Set(entries)].sort((a, b) =>
    Buffer.compare(Buffer.from(a.replace(' (prefix)', '')), Buffer.from(b.replace(' (prefix)', ''))),
  );
}

describe('listObjects', () => {
  it('lists in pages of any size what the whole listing holds, in UTF-8 order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', '/'), maxLength: 2 }),
        fc.constantFrom(undefined, '/'),
        fc.integer({ min: 1, max: 4 }),
        (keys, prefix, delimiter, maxKeys) => {
          const index = indexOf(keys);
          const seen: string[] = [];
          let after: string | undefined;
          for (let pages = 0; pages <= keys.length + 1; pages += 1) {
            const page = listObjects(index, { prefix, delimiter, after, maxKeys });
            expect(page.objects.length + page.commonPrefixes.length).toBeLessThanOrEqual(maxKeys);
            seen.push(...page.objects.map((object) => object.key), ...page.commonPrefixes.map((p) => `${p} (prefix)`));
            after = page.continuesAfter;
            if (after === undefined) break;
          }
          expect([...seen].sort()).toEqual([...expected(keys, prefix, delimiter)].sort());
        },
      ),
      { numRuns: 500 },
    );
  });

  it('lists keys in the order of their bytes', () => {
    const index = indexOf(['😀', '\uffff', 'b', 'a/b', 'a']);
    const { objects } = listObjects(index, { prefix: '', delimiter: undefined, after: undefined, maxKeys: 10 });
    expect(objects.map((object) => object.key)).toEqual(['a', 'a/b', 'b', '\uffff', '😀']);
  });

  it('starts behind a key that need not exist', () => {
    const index = indexOf(['a', 'c', 'd']);
    const { objects } = listObjects(index, { prefix: '', delimiter: undefined, after: 'b', maxKeys: 10 });
    expect(objects.map((object) => object.key)).toEqual(['c', 'd']);
  });
});
