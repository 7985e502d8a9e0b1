import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { S3Request } from '../../model/s3.js';
import type { ObjectFacts, ObjectRecord } from './object-store.js';

const SYSTEM_HEADERS = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];

/** S3 User Guide, "Working with object metadata": user metadata is limited to 2 KB. */
const MAX_METADATA_BYTES = 2048;

/** Headers that would change what is stored or who may read it, in ways that are not modelled. */
const UNMODELLED = [
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-legal-hold',
  'x-amz-object-lock-retain-until-date',
  'x-amz-website-redirect-location',
  'x-amz-write-offset-bytes',
  'x-amz-tagging',
  'x-amz-grant-read',
  'x-amz-grant-write',
  'x-amz-grant-full-control',
  'x-amz-grant-read-acp',
  'x-amz-grant-write-acp',
];

/** What the headers of an upload say of the object. Throws NotImplemented by header name, MetadataTooLarge and others. */
export function factsOf(request: Omit<S3Request, 'body'>): ObjectFacts {
  const { headers } = request;
  const unmodelled = UNMODELLED.find((name) => headers[name] !== undefined);
  if (unmodelled !== undefined) throw notImplemented(`The header ${unmodelled}`);
  checkStorageClass(headers['x-amz-storage-class']);
  checkAcl(headers['x-amz-acl']);
  return {
    contentType: headers['content-type'] ?? 'binary/octet-stream',
    metadata: metadataOf(headers),
    systemHeaders: Object.fromEntries(
      SYSTEM_HEADERS.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
    ),
    encryption: encryptionOf(headers['x-amz-server-side-encryption']),
  };
}

/** The headers with which S3 gives an object back. */
export function headersOf(record: ObjectRecord): Readonly<Record<string, string>> {
  return {
    'accept-ranges': 'bytes',
    'content-type': record.contentType,
    etag: record.etag,
    'last-modified': record.lastModified.toUTCString(),
    'x-amz-server-side-encryption': record.encryption,
    ...record.systemHeaders,
    ...Object.fromEntries(Object.entries(record.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  };
}

/** Present when the client asks for it and the whole object is given. */
export function checksumHeaders(
  record: ObjectRecord,
  request: Omit<S3Request, 'body'>,
): Readonly<Record<string, string>> {
  if (request.headers['x-amz-checksum-mode']?.toUpperCase() !== 'ENABLED' || record.checksum === undefined) return {};
  return { [record.checksum.header]: record.checksum.value, 'x-amz-checksum-type': record.checksum.type };
}

function metadataOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
  );
  const sizeBytes = metadata.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (sizeBytes > MAX_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      members: { Size: sizeBytes, MaxSizeAllowed: MAX_METADATA_BYTES },
    });
  }
  return Object.fromEntries(metadata);
}

function encryptionOf(header: string | undefined): ObjectFacts['encryption'] {
  if (header === undefined || header === 'AES256') return 'AES256';
  if (header === 'aws:kms') return 'aws:kms';
  throw notImplemented(`Server-side encryption ${header}`);
}

function checkStorageClass(header: string | undefined): void {
  if (header !== undefined && header !== 'STANDARD') throw notImplemented(`The storage class ${header}`);
}

/** ACLs are off, as in every new bucket; only the one that says what holds anyway is taken (S3 User Guide, "about-object-ownership"). */
function checkAcl(header: string | undefined): void {
  if (header === undefined || header === 'bucket-owner-full-control') return;
  throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}
