import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../../core/error.js';

export interface StateFolder {
  readonly path: string;
  /** Removes a temporary folder; leaves a named one as it is. */
  remove(): void;
}

/** Throws UsageError `LAKE_STATE_NOT_EMPTY`: a lake does not go on from an earlier one's files. */
export function openStateFolder(named: string | undefined): StateFolder {
  if (named === undefined) {
    const path = mkdtempSync(join(tmpdir(), 'lakeproof-lake-'));
    return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
  }
  const path = resolve(named);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (readdirSync(path).length > 0) {
    throw new UsageError({
      code: 'LAKE_STATE_NOT_EMPTY',
      message: `${path} is not empty`,
      likelyCause: 'an earlier lake wrote there; its state is not taken up again',
      nextStep: 'name an empty folder, or leave --state out',
    });
  }
  return { path, remove: () => undefined };
}
