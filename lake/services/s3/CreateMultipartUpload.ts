import { randomBytes } from 'node:crypto';
import { invalidRequest } from './errors.js';
import { factsOf } from './object-headers.js';
import { checkKey, type ObjectOperation, requireOnObject } from './object-request.js';
import { encryptionKey } from './PutObject.js';
import type { Upload } from './upload.js';
import { document, textElement } from './xml.js';

export const createMultipartUpload: ObjectOperation = (about) => {
  const { state, request, bucket, key } = about;
  checkKey(key);
  requireOnObject(about, 's3:PutObject', encryptionKey(request.headers['x-amz-server-side-encryption']));
  const facts = factsOf(request);
  const uploadId = randomBytes(48).toString('base64url');
  const checksum = checksumOf(request.headers);
  state.uploads.set(uploadId, {
    uploadId,
    bucket: bucket.name,
    key,
    facts,
    initiatedAt: state.account.clock.now(),
    parts: new Map(),
    ...(checksum === undefined ? {} : { checksum }),
  });
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      'x-amz-server-side-encryption': facts.encryption,
      ...(checksum === undefined
        ? {}
        : {
            'x-amz-checksum-algorithm': checksum.header.slice('x-amz-checksum-'.length).toUpperCase(),
            'x-amz-checksum-type': checksum.type,
          }),
    },
    body: document(
      'InitiateMultipartUploadResult',
      textElement('Bucket', bucket.name) + textElement('Key', key) + textElement('UploadId', uploadId),
    ),
  };
};

/** CRC64NVME covers the whole object, the others the parts' checksums unless told otherwise ("Checking object integrity"). */
function checksumOf(headers: Readonly<Record<string, string>>): Upload['checksum'] {
  const algorithm = headers['x-amz-checksum-algorithm']?.toLowerCase();
  if (algorithm === undefined) return undefined;
  if (!['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'].includes(algorithm)) {
    throw invalidRequest('Checksum algorithm provided is unsupported.');
  }
  const isWhole = algorithm === 'crc64nvme' || headers['x-amz-checksum-type'] === 'FULL_OBJECT';
  return { header: `x-amz-checksum-${algorithm}`, type: isWhole ? 'FULL_OBJECT' : 'COMPOSITE' };
}
