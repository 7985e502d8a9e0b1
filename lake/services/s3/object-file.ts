import { createHash, type Hash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { AwsError } from '../../model/aws-error.js';
import type { Checksum } from '../../protocols/sigv4/checksum.js';

/** "Object size": 5 GiB in one PUT (S3 User Guide, "Uploading objects"). */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

export interface WrittenFile {
  readonly sizeBytes: number;
  readonly md5: Hash;
}

/**
 * Streams `body` into the new file `path`, never holding more than a chunk, and feeds `checksums` on the way. When the
 * body fails or is too large nothing is left behind. Throws AwsError `EntityTooLarge`, and whatever the body throws.
 */
export async function writeObjectFile(
  path: string,
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  checksums: readonly Checksum[] = [],
): Promise<WrittenFile> {
  const md5 = createHash('md5');
  let sizeBytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const bytes of body) {
      sizeBytes += bytes.length;
      if (sizeBytes > MAX_PUT_BYTES) {
        throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed object size.');
      }
      md5.update(bytes);
      for (const checksum of checksums) checksum.update(bytes);
      await writeFully(file, bytes);
    }
    await file.close();
  } catch (thrown) {
    await file.close();
    await rm(path, { force: true });
    throw thrown;
  }
  return { sizeBytes, md5 };
}

async function writeFully(file: Awaited<ReturnType<typeof open>>, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written);
    written += bytesWritten;
  }
}
