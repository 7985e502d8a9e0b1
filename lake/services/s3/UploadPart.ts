import { rm } from 'node:fs/promises';
import { invalidArgument } from './errors.js';
import { checkIntegrity, integrityOf } from './integrity.js';
import { writeObjectFile } from './object-file.js';
import { type ObjectOperation, requireOnObject } from './object-request.js';
import { openUpload } from './open-upload.js';
import { checkLength } from './PutObject.js';

const MAX_PART_NUMBER = 10_000;

/** Uploading a part number again replaces the part (S3 API Reference, UploadPart). */
export const uploadPart: ObjectOperation = async (about) => {
  const { state, request, bucket, key } = about;
  requireOnObject(about, 's3:PutObject');
  const upload = openUpload(about);
  const sent = request.query.get('partNumber') ?? '';
  const partNumber = Number(sent);
  if (!/^\d+$/.test(sent) || partNumber < 1 || partNumber > MAX_PART_NUMBER) {
    throw invalidArgument('Part number must be an integer between 1 and 10000, inclusive', 'partNumber', sent);
  }
  const integrity = integrityOf(request, upload.checksum?.header);
  const path = state.objects.newFile(bucket.name, `${key}\0${upload.uploadId}\0${partNumber}`);
  const { sizeBytes, md5 } = await writeObjectFile(path, request.body, integrity.checksum ? [integrity.checksum] : []);
  const md5Bytes = md5.digest();
  const checksum = integrity.checksum?.digest();
  try {
    checkLength(request.headers, sizeBytes);
    checkIntegrity(integrity, md5Bytes, checksum);
    // The upload may have ended while the part was on its way.
    openUpload(about);
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  }
  const before = upload.parts.get(partNumber);
  const md5Hex = md5Bytes.toString('hex');
  upload.parts.set(partNumber, {
    partNumber,
    path,
    sizeBytes,
    md5Hex,
    uploadedAt: state.account.clock.now(),
    ...(checksum === undefined ? {} : { checksum }),
  });
  state.uploads.changed(upload.uploadId);
  if (before !== undefined) await state.objects.removeFile(before.path);
  return {
    status: 200,
    headers: {
      etag: `"${md5Hex}"`,
      'x-amz-server-side-encryption': upload.facts.encryption,
      ...(integrity.checksum === undefined || checksum === undefined ? {} : { [integrity.checksum.header]: checksum }),
    },
  };
};
