import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

/** Reports embed a zip in base64, whose entries may be packed again. */
const MAX_DEPTH = 4;
const BASE64_RUN = /[A-Za-z0-9+/]{100,}={0,2}/g;
const ZIP_ENTRY = 0x04034b50;
const ZIP_DIRECTORY_ENTRY = 0x02014b50;
const ZIP_END = 0x06054b50;
const ZIP_END_BYTES = 22;

/** Bytes as they are, and all that is packed in them: zip entries, gzip, and either of them or text in base64. */
export function* layersOf(bytes: Buffer, depth = 0): Generator<Buffer> {
  yield bytes;
  if (depth === MAX_DEPTH || bytes.length < 4) return;
  for (const inner of unpacked(bytes)) yield* layersOf(inner, depth + 1);
}

function unpacked(bytes: Buffer): Buffer[] {
  if (bytes.readUInt32LE(0) === ZIP_ENTRY) return zipEntries(bytes);
  if (bytes.readUInt16BE(0) === 0x1f8b) return [gunzipSync(bytes)];
  return [...bytes.toString('latin1').matchAll(BASE64_RUN)].map(([run]) => Buffer.from(run, 'base64'));
}

/** APPNOTE 4.3: by the central directory, which has the sizes also where the local headers leave them open. */
function zipEntries(zip: Buffer): Buffer[] {
  let end = zip.length - ZIP_END_BYTES;
  while (end >= 0 && zip.readUInt32LE(end) !== ZIP_END) end -= 1;
  if (end < 0) throw new Error('a zip without end of central directory');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  return Array.from({ length: count }, () => {
    if (zip.readUInt32LE(at) !== ZIP_DIRECTORY_ENTRY) throw new Error('a zip whose directory is broken');
    const method = zip.readUInt16LE(at + 10);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
    if (method === 0) return packed;
    if (method === 8) return inflateRawSync(packed);
    throw new Error(`a zip entry packed by method ${method}`);
  });
}

/** True when one of the texts stands in the bytes, at any layer, as it is, URL-encoded or in base64. */
export function holds(bytes: Buffer, texts: readonly string[]): boolean {
  const needles = texts.flatMap((text) => [text, encodeURIComponent(text), Buffer.from(text).toString('base64')]);
  for (const layer of layersOf(bytes)) if (needles.some((needle) => layer.includes(needle))) return true;
  return false;
}

/** The files below a folder whose name or content holds one of the texts, relative to it. */
export async function filesHolding(folder: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const file of await filesBelow(folder)) {
    if (holds(Buffer.from(file), texts) || holds(await readFile(join(folder, file)), texts)) found.push(file);
  }
  return found;
}

/** Every file below a folder, relative to it, in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
