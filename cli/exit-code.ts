import { exitCodeOf } from '../helpers/judge/exit-code.js';
import type { RunRecord } from '../helpers/model/run.js';

export const EXIT_USAGE = 3;
export const EXIT_UNDETERMINED = 2;

/** From the record alone, because Playwright's exit code hides what did not run. A record without coverage is unfinished. */
export function exitCodeOfRecord({ findings, coverage, run }: RunRecord): 0 | 1 | 2 {
  if (coverage === undefined) return findings.some(({ status }) => status === 'not-satisfied') ? 1 : 2;
  return exitCodeOf(findings, coverage, run);
}
