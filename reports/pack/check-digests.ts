import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { sha256OfFile } from '../../core/digest.js';
import { messageOf } from '../../core/error.js';
import { parseRecord } from '../../helpers/record/parse.js';
import type { Discrepancy } from './discrepancy.js';
import { type Manifest, manifestSchema } from './manifest.js';
import { isInside, MANIFEST_FILE, type PackFiles } from './pack-files.js';

const FILES_AT_ONCE = 8;

/** The manifest, or why there is none that can be used. */
export async function readManifest(
  packDir: string,
): Promise<{ readonly manifest: Manifest } | { readonly discrepancy: Discrepancy }> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(packDir, MANIFEST_FILE));
  } catch (error) {
    const what = `cannot be read: ${messageOf(error)}; a folder without it is a part of a pack`;
    return { discrepancy: { kind: 'missing', file: MANIFEST_FILE, what } };
  }
  try {
    return { manifest: parseRecord(bytes, manifestSchema, MANIFEST_FILE) };
  } catch (error) {
    return { discrepancy: { kind: 'manifest', file: MANIFEST_FILE, what: messageOf(error) } };
  }
}

/** Every file against the manifest and the other way round: changed, missing, added, named twice, leading outside. */
export async function checkDigests(packDir: string, manifest: Manifest, found: PackFiles): Promise<Discrepancy[]> {
  const discrepancies: Discrepancy[] = [];
  const present = new Set(found.files);
  const named = new Map<string, string>();
  for (const { name, digest } of manifest.subject) {
    if (named.has(name)) discrepancies.push({ kind: 'manifest', file: name, what: 'named twice by the manifest' });
    named.set(name, digest.sha256);
    if (!isInside(name)) {
      discrepancies.push({ kind: 'unsafe', file: name, what: 'the manifest names a path that leads out of the pack' });
    } else if (!present.has(name)) {
      discrepancies.push({ kind: 'missing', file: name, what: 'named by the manifest, and not there' });
    }
  }
  const limit = pLimit(FILES_AT_ONCE);
  const checked = await Promise.all(found.files.map((file) => limit(() => checkFile(packDir, file, named.get(file)))));
  return [...discrepancies, ...checked.flat()];
}

async function checkFile(packDir: string, file: string, expected: string | undefined): Promise<Discrepancy[]> {
  if (expected === undefined) return [{ kind: 'added', file, what: 'not named by the manifest' }];
  const sha256 = await sha256OfFile(join(packDir, file));
  if (sha256 === expected) return [];
  return [{ kind: 'changed', file, what: `its SHA-256 is ${sha256}, the manifest says ${expected}` }];
}
