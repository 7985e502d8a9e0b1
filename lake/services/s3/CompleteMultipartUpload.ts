import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { AwsError } from '../../model/aws-error.js';
import { checksumFor } from '../../protocols/sigv4/checksum.js';
import { checkWriteConditions } from './conditions.js';
import { badDigest, malformedXml } from './errors.js';
import { writeObjectFile } from './object-file.js';
import { type ObjectOperation, type ObjectRequest, requireOnObject } from './object-request.js';
import type { StoredChecksum } from './object-store.js';
import { openUpload } from './open-upload.js';
import type { Upload, UploadedPart } from './upload.js';
import { collect, document, isElement, listOf, readXml, textElement, textOf, type XmlNode } from './xml.js';

/** "Multipart upload limits": every part but the last has at least 5 MiB. */
const MIN_PART_BYTES = 5 * 1024 * 1024;

/** Joins the named parts into the object. Until that is done the object before it, if any, stays. */
export const completeMultipartUpload: ObjectOperation = async (about) => {
  const { state, request, bucket, key } = about;
  requireOnObject(about, 's3:PutObject');
  const upload = openUpload(about);
  const named = listOf(readXml(await collect(request.body), 'CompleteMultipartUpload').Part).map(partOf);
  const parts = checkedParts(upload, named);
  checkWriteConditions(request, key, bucket.objects.get(key));
  const { path, sizeBytes, checksum } = await join(about, upload, parts);
  const md5s = Buffer.concat(parts.map((part) => Buffer.from(part.md5Hex, 'hex')));
  const etag = `"${createHash('md5').update(md5s).digest('hex')}-${parts.length}"`;
  state.uploads.delete(upload.uploadId);
  const facts = checksum === undefined ? upload.facts : { ...upload.facts, checksum };
  const record = await state.objects.adopt(bucket.name, key, { path, sizeBytes, etag }, facts);
  for (const part of upload.parts.values()) await state.objects.removeFile(part.path);
  const checksumName =
    checksum === undefined ? '' : `Checksum${checksum.header.slice('x-amz-checksum-'.length).toUpperCase()}`;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml', 'x-amz-server-side-encryption': record.encryption },
    body: document(
      'CompleteMultipartUploadResult',
      textElement('Location', `/${bucket.name}/${key}`) +
        textElement('Bucket', bucket.name) +
        textElement('Key', key) +
        textElement('ETag', etag) +
        (checksum === undefined
          ? ''
          : textElement(checksumName, checksum.value) + textElement('ChecksumType', checksum.type)),
    ),
  };
};

interface NamedPart {
  readonly partNumber: number;
  readonly md5Hex: string;
}

function partOf(node: XmlNode): NamedPart {
  if (!isElement(node)) throw malformedXml();
  const partNumber = Number(textOf(node.PartNumber) ?? Number.NaN);
  const etag = textOf(node.ETag);
  if (!Number.isInteger(partNumber) || etag === undefined) throw malformedXml();
  return { partNumber, md5Hex: etag.replaceAll('"', '') };
}

function checkedParts(upload: Upload, named: readonly NamedPart[]): readonly UploadedPart[] {
  if (named.length === 0) throw malformedXml();
  if (named.some((name, index) => index > 0 && name.partNumber <= (named[index - 1]?.partNumber ?? 0))) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  }
  const parts = named.map((name) => uploadedPart(upload, name));
  const small = parts.slice(0, -1).find((part) => part.sizeBytes < MIN_PART_BYTES);
  if (small === undefined) return parts;
  throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    members: { PartNumber: small.partNumber, ProposedSize: small.sizeBytes, MinSizeAllowed: MIN_PART_BYTES },
  });
}

function uploadedPart(upload: Upload, name: NamedPart): UploadedPart {
  const part = upload.parts.get(name.partNumber);
  if (part?.md5Hex === name.md5Hex) return part;
  throw new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { members: { PartNumber: name.partNumber, UploadId: upload.uploadId } },
  );
}

async function join(
  about: ObjectRequest,
  upload: Upload,
  parts: readonly UploadedPart[],
): Promise<{ path: string; sizeBytes: number; checksum: StoredChecksum | undefined }> {
  const running = upload.checksum?.type === 'FULL_OBJECT' ? checksumFor(upload.checksum.header) : undefined;
  const path = about.state.objects.newFile(upload.bucket, upload.key);
  const { sizeBytes } = await writeObjectFile(path, bytesOf(parts), running === undefined ? [] : [running]);
  const checksum = upload.checksum === undefined ? undefined : checksumOf(upload.checksum, parts, running?.digest());
  const claimed = checksum === undefined ? undefined : about.request.headers[checksum.header];
  if (claimed !== undefined && claimed !== checksum?.value) {
    await rm(path, { force: true });
    throw badDigest(upload.checksum?.header.slice('x-amz-checksum-'.length).toUpperCase() ?? 'checksum');
  }
  return { path, sizeBytes, checksum };
}

async function* bytesOf(parts: readonly UploadedPart[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    for await (const bytes of createReadStream(part.path)) yield Buffer.from(bytes);
  }
}

/** A composite checksum is that of the parts' checksums, with their number ("Checking object integrity"). */
function checksumOf(
  kind: NonNullable<Upload['checksum']>,
  parts: readonly UploadedPart[],
  whole: string | undefined,
): StoredChecksum | undefined {
  if (whole !== undefined) return { ...kind, value: whole };
  const composite = checksumFor(kind.header);
  if (composite === undefined || parts.some((part) => part.checksum === undefined)) return undefined;
  for (const part of parts) composite.update(Buffer.from(part.checksum ?? '', 'base64'));
  return { ...kind, value: `${composite.digest()}-${parts.length}` };
}
