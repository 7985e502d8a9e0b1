import { rm } from 'node:fs/promises';
import { AwsError } from '../../model/aws-error.js';
import { checkWriteConditions } from './conditions.js';
import { checkIntegrity, integrityOf } from './integrity.js';
import { writeObjectFile } from './object-file.js';
import { factsOf } from './object-headers.js';
import { checkKey, type ObjectOperation, requireOnObject } from './object-request.js';

/** Streams the object into a file of its own and puts it in place when all that was claimed of it holds. */
export const putObject: ObjectOperation = async (about) => {
  const { state, request, bucket, key } = about;
  checkKey(key);
  requireOnObject(about, 's3:PutObject', encryptionKey(request.headers['x-amz-server-side-encryption']));
  const facts = factsOf(request);
  const integrity = integrityOf(request);
  checkWriteConditions(request, key, bucket.objects.get(key));
  const path = state.objects.newFile(bucket.name, key);
  const { sizeBytes, md5 } = await writeObjectFile(path, request.body, integrity.checksum ? [integrity.checksum] : []);
  const md5Bytes = md5.digest();
  const checksumValue = integrity.checksum?.digest();
  try {
    checkLength(request.headers, sizeBytes);
    checkIntegrity(integrity, md5Bytes, checksumValue);
    // Again, now that nothing is awaited any more: of two writers on a condition one must lose.
    checkWriteConditions(request, key, bucket.objects.get(key));
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
  const stored =
    integrity.checksum === undefined || checksumValue === undefined
      ? {}
      : { checksum: { header: integrity.checksum.header, value: checksumValue, type: 'FULL_OBJECT' as const } };
  const etag = `"${md5Bytes.toString('hex')}"`;
  const record = await state.objects.adopt(bucket.name, key, { path, sizeBytes, etag }, { ...facts, ...stored });
  return {
    status: 200,
    headers: {
      etag: record.etag,
      'x-amz-server-side-encryption': record.encryption,
      ...(record.checksum === undefined
        ? {}
        : { [record.checksum.header]: record.checksum.value, 'x-amz-checksum-type': record.checksum.type }),
    },
  };
};

/** A body that ended early is no object. */
export function checkLength(headers: Readonly<Record<string, string>>, sizeBytes: number): void {
  const stated = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (stated !== undefined && Number(stated) !== sizeBytes) {
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
}

export function encryptionKey(header: string | undefined): Readonly<Record<string, string>> {
  return header === undefined ? {} : { 's3:x-amz-server-side-encryption': header };
}
