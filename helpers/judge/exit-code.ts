import type { Coverage, Finding } from '../model/finding.js';
import type { RunInfo, TestOutcome } from '../model/run.js';

/** 0 compliant · 1 a finding is not satisfied, or a check failed · 2 could not be determined. 1 wins over 2. */
export type VerdictExitCode = 0 | 1 | 2;

/**
 * The exit code of a finished run, from its record alone: Playwright's own exit code hides flaky tests, empty shards
 * and specs that generated nothing.
 */
export function exitCodeOf(
  findings: readonly Finding[],
  coverage: Coverage,
  run: Pick<RunInfo, 'state' | 'tests' | 'confirmedAt'>,
): VerdictExitCode {
  if (findings.some(({ status }) => status === 'not-satisfied')) return 1;
  if (run.tests.some(failedOnItsOwn)) return 1;
  const open =
    findings.length === 0 ||
    findings.some(({ status }) => status === 'indeterminate') ||
    coverage.unjudged.length > 0 ||
    run.state !== 'finished' ||
    run.tests.some((test) => test.outcome !== 'passed' && !isJudgedSince(test, run));
  return open ? 2 : 0;
}

/** A test of the log that failed because the log was not there yet, and whose findings `confirm` has judged since. */
function isJudgedSince({ outcome, testKey }: TestOutcome, { confirmedAt }: Pick<RunInfo, 'confirmedAt'>): boolean {
  return confirmedAt !== undefined && outcome === 'failed' && testKey?.startsWith('audit/') === true;
}

/** A spec of the user's own that failed. Ours fail with their findings, which speak for themselves. */
function failedOnItsOwn({ outcome, testKey }: TestOutcome): boolean {
  return outcome === 'failed' && testKey === undefined;
}
