import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UsageError } from '../core/error.js';
import { isRunId } from '../core/ids.js';

/** The folder of a run: `text` is a folder, or the id of a run in `outDir`. Throws UsageError `RUN_MISSING`. */
export async function runFolder(text: string, outDir: string): Promise<string> {
  const candidates = isRunId(text) ? [join(outDir, text), resolve(text)] : [resolve(text)];
  for (const folder of candidates) {
    const found = await stat(folder).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (found?.isDirectory() === true) return folder;
  }
  throw new UsageError({
    code: 'RUN_MISSING',
    message: `there is no run ${text}: looked for ${candidates.join(' and ')}`,
    nextStep: 'give the folder of the run, or its id with --out naming the folder that holds it',
  });
}
