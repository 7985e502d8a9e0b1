import { type FileHandle, open } from 'node:fs/promises';
import type { StoredObject } from '../../model/objects.js';
import { type Footer, footerBytes, footerOf } from './parquet-footer.js';

/** As much as holds the footer of a file of some dozens of columns; of a larger one the rest is read. */
const FIRST_BYTES = 16 * 1024;

/** Reads the file's end alone. Throws NotParquet, or what the system throws. */
export async function readFooter({ path, sizeBytes }: StoredObject): Promise<Footer> {
  const file = await open(path);
  try {
    const end = await lastBytes(file, sizeBytes, FIRST_BYTES);
    const needed = footerBytes(end);
    return footerOf(needed <= end.length ? end : await lastBytes(file, sizeBytes, needed));
  } finally {
    await file.close();
  }
}

async function lastBytes(file: FileHandle, sizeBytes: number, count: number): Promise<Uint8Array> {
  const length = Math.min(count, sizeBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, sizeBytes - length);
  return buffer.subarray(0, bytesRead);
}
