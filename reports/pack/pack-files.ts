import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export const MANIFEST_FILE = 'manifest.json';

/** A pack of a large policy with Allure's results has some ten thousand; more than this is no pack. */
const MAX_FILES = 1_000_000;

export interface PackFiles {
  /** Regular files but the manifest, by their path in the pack with `/`, sorted by code unit. */
  readonly files: readonly string[];
  /** Links, sockets, devices and the like: they have no bytes of their own that could be vouched for. */
  readonly unsafe: readonly { readonly file: string; readonly what: string }[];
}

/** Everything below a folder, without following any link. */
export async function packFiles(folder: string): Promise<PackFiles> {
  const files: string[] = [];
  const unsafe: { file: string; what: string }[] = [];
  const folders = [''];
  for (let within = folders.pop(); within !== undefined; within = folders.pop()) {
    for (const entry of await readdir(join(folder, within), { withFileTypes: true })) {
      const file = within === '' ? entry.name : `${within}/${entry.name}`;
      if (entry.isDirectory()) folders.push(file);
      else if (entry.isFile()) files.push(file);
      else
        unsafe.push({ file, what: entry.isSymbolicLink() ? 'a link, which leads out of the pack' : 'no regular file' });
    }
    if (files.length + unsafe.length > MAX_FILES) {
      unsafe.push({ file: within, what: `more than ${MAX_FILES} files` });
      break;
    }
  }
  return { files: files.filter((file) => file !== MANIFEST_FILE).sort(byCodeUnit), unsafe };
}

/** True for a path that stays in the pack whatever system reads it. */
export function isInside(file: string): boolean {
  if (file === '' || file.startsWith('/') || file.includes('\\') || file.includes('\0')) return false;
  return file.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}

export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return false;
    throw error;
  }
}

/** Not the locale's order, which differs between machines. */
export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
