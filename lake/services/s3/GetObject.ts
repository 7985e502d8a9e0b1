import { open } from 'node:fs/promises';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { S3Request, S3Response } from '../../model/s3.js';
import { checkReadConditions } from './conditions.js';
import { checksumHeaders, headersOf } from './object-headers.js';
import { existingObject, type ObjectOperation } from './object-request.js';
import type { ObjectRecord } from './object-store.js';
import { type ByteRange, rangeOf } from './range.js';

/** Query parameters that replace a header of the answer (S3 API Reference, GetObject). */
const OVERRIDES: readonly string[] = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

export const getObject: ObjectOperation = async (about) => {
  const record = existingObject(about, 's3:GetObject');
  const { status, headers, range } = answerFor(about.request, record);
  if (record.sizeBytes === 0) return { status, headers, body: '' };
  const first = range?.first ?? 0;
  const last = range?.last ?? record.sizeBytes - 1;
  const small = record.smallBytes;
  if (small !== undefined) return { status, headers, body: small.subarray(first, last + 1) };
  // Opened before anything is sent: the file stays readable when the object is replaced meanwhile.
  const file = await open(record.path, 'r');
  const body = file.createReadStream({ start: first, end: last });
  return { status, headers, body };
};

export const headObject: ObjectOperation = (about) => {
  const { status, headers } = answerFor(about.request, existingObject(about, 's3:GetObject'));
  return { status, headers };
};

function answerFor(
  request: S3Request,
  record: ObjectRecord,
): Pick<S3Response, 'status' | 'headers'> & { readonly range: ByteRange | undefined } {
  if (request.query.get('partNumber') !== null) throw notImplemented('Reading one part of an object');
  refuseOtherVersions(request);
  checkReadConditions(request, record);
  const range = rangeOf(request.headers.range, record.sizeBytes);
  const lengthBytes = range === undefined ? record.sizeBytes : range.last - range.first + 1;
  return {
    status: range === undefined ? 200 : 206,
    range,
    headers: {
      ...headersOf(record),
      ...(range === undefined
        ? checksumHeaders(record, request)
        : { 'content-range': `bytes ${range.first}-${range.last}/${record.sizeBytes}` }),
      'content-length': String(lengthBytes),
      ...overrides(request),
    },
  };
}

/** The lake keeps one version of an object, which S3 calls `null` in buckets without versioning. */
function refuseOtherVersions(request: S3Request): void {
  const versionId = request.query.get('versionId');
  if (versionId === null || versionId === 'null') return;
  throw new AwsError('NoSuchVersion', 'The specified version does not exist.', {
    httpStatus: 404,
    members: { VersionId: versionId },
  });
}

function overrides(request: S3Request): Readonly<Record<string, string>> {
  return Object.fromEntries(
    OVERRIDES.flatMap((name) => {
      const value = request.query.get(`response-${name}`);
      return value === null ? [] : [[name, value]];
    }),
  );
}
