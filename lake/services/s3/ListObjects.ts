import { canonicalUserId, contentsOf, listRequestOf } from './list-request.js';
import { listObjects as listPage } from './listing.js';
import type { ObjectOperation } from './object-request.js';
import { document, textElement } from './xml.js';

/** Version 1 of the listing: pages go on from a marker, which is told only when there is a delimiter. */
export const listObjects: ObjectOperation = (about) => {
  const { bucket, request, state } = about;
  const asked = listRequestOf(about);
  const marker = request.query.get('marker') ?? '';
  const listing = listPage(bucket.objects, { ...asked, after: marker === '' ? undefined : marker });
  const { continuesAfter } = listing;
  const showsMarker = continuesAfter !== undefined && asked.delimiter !== undefined;
  const body = [
    textElement('Name', bucket.name),
    textElement('Prefix', asked.spell(asked.prefix)),
    textElement('Marker', asked.spell(marker)),
    textElement('NextMarker', showsMarker ? asked.spell(continuesAfter) : undefined),
    textElement('MaxKeys', asked.maxKeys),
    textElement('Delimiter', asked.delimiter === undefined ? undefined : asked.spell(asked.delimiter)),
    textElement('EncodingType', asked.encodingType),
    textElement('IsTruncated', continuesAfter !== undefined),
    contentsOf(listing, asked.spell, canonicalUserId(state.account.accountId)),
  ].join('');
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: document('ListBucketResult', body) };
};
