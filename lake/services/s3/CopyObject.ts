import { constants, copyFile, rm } from 'node:fs/promises';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { S3Request } from '../../model/s3.js';
import { invalidArgument, invalidRequest } from './errors.js';
import { factsOf } from './object-headers.js';
import { checkKey, existingObject, type ObjectOperation, requireOnObject } from './object-request.js';
import type { ObjectFacts, ObjectRecord } from './object-store.js';
import { encryptionKey } from './PutObject.js';
import { document, textElement } from './xml.js';

/** Copies bytes and, unless told to replace it, metadata. The caller must be able to read the source. */
export const copyObject: ObjectOperation = async (about) => {
  const { state, request, bucket, key } = about;
  checkKey(key);
  const from = copySourceOf(request);
  refuseConditions(request);
  const sourceBucket = state.objects.bucket(from.bucket);
  const source = existingObject({ ...about, bucket: sourceBucket, key: from.key }, 's3:GetObject');
  requireOnObject(about, 's3:PutObject', encryptionKey(request.headers['x-amz-server-side-encryption']));
  const replaces = replacesMetadata(request);
  if (source === bucket.objects.get(key) && !replaces) {
    throw invalidRequest(
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const facts = replaces ? factsOf(request) : copiedFacts(source);
  const path = state.objects.newFile(bucket.name, key);
  try {
    await copyFile(source.path, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
  const { sizeBytes, etag } = source;
  const checksum = source.checksum === undefined ? {} : { checksum: source.checksum };
  const record = await state.objects.adopt(bucket.name, key, { path, sizeBytes, etag }, { ...facts, ...checksum });
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', 'x-amz-server-side-encryption': record.encryption },
    body: document(
      'CopyObjectResult',
      textElement('LastModified', record.lastModified.toISOString()) + textElement('ETag', record.etag),
    ),
  };
};

function copySourceOf(request: S3Request): { readonly bucket: string; readonly key: string } {
  const header = request.headers['x-amz-copy-source'] ?? '';
  const [path = '', query] = header.split('?');
  if (query !== undefined && query !== 'versionId=null') throw notImplemented('Copying a version');
  const decoded = decodeURIComponent(path).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) {
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      header,
    );
  }
  return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}

function refuseConditions(request: S3Request): void {
  const condition = Object.keys(request.headers).find((name) => name.startsWith('x-amz-copy-source-if-'));
  if (condition !== undefined) throw notImplemented(`The header ${condition}`);
}

function replacesMetadata(request: S3Request): boolean {
  const directive = request.headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive === 'COPY') return false;
  if (directive === 'REPLACE') return true;
  throw new AwsError('InvalidArgument', 'Unknown metadata directive.');
}

function copiedFacts(source: ObjectRecord): ObjectFacts {
  const { contentType, metadata, systemHeaders, encryption } = source;
  return { contentType, metadata, systemHeaders, encryption };
}
