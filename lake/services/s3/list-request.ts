import { createHash } from 'node:crypto';
import { invalidArgument } from './errors.js';
import type { Listing } from './listing.js';
import { type ObjectRequest, requireOnBucket } from './object-request.js';
import { element, textElement } from './xml.js';

const MAX_KEYS = 1000;

/** What ListObjects and ListObjectsV2 have in common. */
export interface ListRequest {
  readonly prefix: string;
  readonly delimiter: string | undefined;
  readonly maxKeys: number;
  /** Writes a key or prefix as the client asked for it. */
  readonly spell: (text: string) => string;
  readonly encodingType: string | undefined;
}

/** Reads the query and asks IAM for s3:ListBucket with `s3:prefix`, `s3:delimiter` and `s3:max-keys`. */
export function listRequestOf(about: ObjectRequest): ListRequest {
  const { query } = about.request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? undefined;
  const maxKeys = query.get('max-keys');
  if (maxKeys !== null && !/^\d+$/.test(maxKeys)) {
    throw invalidArgument('Provided max-keys not an integer or within integer range', 'max-keys', maxKeys);
  }
  const encodingType = query.get('encoding-type') ?? undefined;
  if (encodingType !== undefined && encodingType !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  }
  requireOnBucket(about, 's3:ListBucket', {
    's3:prefix': prefix,
    ...(delimiter === undefined ? {} : { 's3:delimiter': delimiter }),
    ...(maxKeys === null ? {} : { 's3:max-keys': maxKeys }),
  });
  return {
    prefix,
    delimiter,
    maxKeys: Math.min(maxKeys === null ? MAX_KEYS : Number(maxKeys), MAX_KEYS),
    spell: encodingType === undefined ? (text) => text : urlEncoded,
    encodingType,
  };
}

/** As S3 writes keys for `encoding-type=url`: like a form, slashes kept. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

export function contentsOf(listing: Listing, spell: (text: string) => string, ownerId?: string): string {
  const contents = listing.objects.map((record) =>
    element(
      'Contents',
      textElement('Key', spell(record.key)) +
        textElement('LastModified', record.lastModified.toISOString()) +
        textElement('ETag', record.etag) +
        (record.checksum === undefined
          ? ''
          : textElement('ChecksumAlgorithm', record.checksum.header.slice('x-amz-checksum-'.length).toUpperCase()) +
            textElement('ChecksumType', record.checksum.type)) +
        textElement('Size', record.sizeBytes) +
        (ownerId === undefined ? '' : element('Owner', textElement('ID', ownerId))) +
        textElement('StorageClass', 'STANDARD'),
    ),
  );
  const prefixes = listing.commonPrefixes.map((prefix) =>
    element('CommonPrefixes', textElement('Prefix', spell(prefix))),
  );
  return [...contents, ...prefixes].join('');
}

/** The canonical user id of an account: 64 hex digits, here made from the account's number. */
export function canonicalUserId(accountId: string): string {
  return createHash('sha256').update(accountId).digest('hex');
}
