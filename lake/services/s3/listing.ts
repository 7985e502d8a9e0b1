import type { KeyIndex } from './key-index.js';
import type { ObjectRecord } from './object-store.js';
import { compareUtf8 } from './utf8-order.js';

export interface ListingQuestion {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  /** Only what sorts after this key or common prefix is listed. */
  readonly after: string | undefined;
  readonly maxKeys: number;
}

export interface Listing {
  readonly objects: readonly ObjectRecord[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix listed, when there is more behind it. */
  readonly continuesAfter: string | undefined;
}

/** One page of a bucket, in UTF-8 order; a common prefix counts as one (S3 API Reference, ListObjectsV2). */
export function listObjects(index: KeyIndex<ObjectRecord>, question: ListingQuestion): Listing {
  const objects: ObjectRecord[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  if (question.maxKeys === 0) return { objects, commonPrefixes, continuesAfter: undefined };
  for (const key of index.keys(question.prefix, question.after)) {
    const common = commonPrefixOf(key, question);
    if (
      isListedAlready(common ?? key, key, question.after) ||
      (common === commonPrefixes.at(-1) && common !== undefined)
    ) {
      continue;
    }
    if (objects.length + commonPrefixes.length === question.maxKeys) {
      return { objects, commonPrefixes, continuesAfter: last };
    }
    last = common ?? key;
    const record = index.get(key);
    if (common !== undefined) commonPrefixes.push(common);
    else if (record !== undefined) objects.push(record);
  }
  return { objects, commonPrefixes, continuesAfter: undefined };
}

/** What a key is folded into: up to and with the first delimiter behind the prefix. */
function commonPrefixOf(key: string, question: ListingQuestion): string | undefined {
  if (question.delimiter === undefined || question.delimiter === '') return undefined;
  const at = key.indexOf(question.delimiter, question.prefix.length);
  return at < 0 ? undefined : key.slice(0, at + question.delimiter.length);
}

/** A page that ended with a common prefix goes on behind all that it folds. */
function isListedAlready(entry: string, key: string, after: string | undefined): boolean {
  return after !== undefined && (compareUtf8(entry, after) <= 0 || compareUtf8(key, after) <= 0);
}
