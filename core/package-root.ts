import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LakeproofError } from './error.js';

/** The folder that holds this package's package.json, whether the code runs from its sources or from `dist/`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && /"name":\s*"lakeproof"/.test(readFileSync(file, 'utf8'))) return folder;
    const parent = dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  throw new LakeproofError({
    code: 'CORE_NO_PACKAGE_ROOT',
    message: 'no package.json of lakeproof above this file',
    nextStep: 'run from a clone of the repository',
  });
}
