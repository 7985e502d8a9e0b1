import { invalidArgument } from './errors.js';
import { canonicalUserId, contentsOf, listRequestOf } from './list-request.js';
import { listObjects } from './listing.js';
import type { ObjectOperation } from './object-request.js';
import { document, textElement } from './xml.js';

export const listObjectsV2: ObjectOperation = (about) => {
  const { bucket, request, state } = about;
  const asked = listRequestOf(about);
  const token = request.query.get('continuation-token');
  const startAfter = request.query.get('start-after') ?? undefined;
  const after = token === null ? startAfter : readToken(token);
  const listing = listObjects(bucket.objects, { ...asked, after });
  const { continuesAfter } = listing;
  const withOwner = request.query.get('fetch-owner') === 'true';
  const body = [
    textElement('Name', bucket.name),
    textElement('Prefix', asked.spell(asked.prefix)),
    textElement('Delimiter', asked.delimiter === undefined ? undefined : asked.spell(asked.delimiter)),
    textElement('StartAfter', startAfter === undefined ? undefined : asked.spell(startAfter)),
    textElement('ContinuationToken', token ?? undefined),
    textElement('NextContinuationToken', continuesAfter === undefined ? undefined : writeToken(continuesAfter)),
    textElement('EncodingType', asked.encodingType),
    textElement('KeyCount', listing.objects.length + listing.commonPrefixes.length),
    textElement('MaxKeys', asked.maxKeys),
    textElement('IsTruncated', continuesAfter !== undefined),
    contentsOf(listing, asked.spell, withOwner ? canonicalUserId(state.account.accountId) : undefined),
  ].join('');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: document('ListBucketResult', body) };
};

function writeToken(after: string): string {
  return Buffer.from(`1:${after}`, 'utf8').toString('base64');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8');
  if (!text.startsWith('1:')) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice(2);
}
