import { type Dirent, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The file of small contents, which is no one object's. */
export const SMALL_FILE = 'small';

/**
 * Removes the files of objects and parts that no record names: what a process was writing, or was about to remove, when
 * it was killed. The largest number that those left have in their names.
 */
export function sweepObjectFiles(folder: string, named: ReadonlySet<string>): number {
  let largest = 0;
  for (const inside of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    if (!inside.isDirectory()) continue;
    for (const file of filesOf(join(folder, inside.name))) {
      if (named.has(file)) largest = Math.max(largest, Number(file.slice(file.lastIndexOf('.') + 1)));
      else rmSync(file, { force: true });
    }
  }
  return largest;
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry: Dirent) => entry.isFile())
    .map((entry) => join(folder, entry.name));
}
