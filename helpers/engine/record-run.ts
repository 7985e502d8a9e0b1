import type { AwsAccess } from '../aws/access.js';
import { coverageOf } from '../judge/coverage.js';
import { judgeAll } from '../judge/judge.js';
import type { Coverage, Finding } from '../model/finding.js';
import type { RunInfo } from '../model/run.js';
import type { RunWriter } from '../record/run-writer.js';
import { type RunBasis, type RunProgress, runInfoOf } from './run-info.js';
import type { RunState } from './run-state.js';

export interface Closing {
  readonly writer: RunWriter;
  readonly basis: RunBasis;
  readonly state: RunState;
  readonly access: AwsAccess;
  readonly progress: RunProgress;
}

export interface Closed {
  readonly run: RunInfo;
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
}

/** Writes run.json as of now. */
export async function writeRun({ writer, basis, state, access, progress }: Closing): Promise<RunInfo> {
  const run = runInfoOf(basis, state, access, progress);
  await writer.writeJson('run.json', run);
  return run;
}

/** The last judgement: findings in the plan's order, what was planned set against what was judged, and run.json. */
export async function closeRecord(closing: Closing): Promise<Closed> {
  const { writer, state, progress } = closing;
  const findings = judgeAll(state.judgeInput(), progress.selectedTests);
  const coverage = coverageOf(state.plan, findings, state.outcomes, progress.selectedTests);
  await writer.replace('findings.jsonl', findings);
  await writer.writeJson('coverage.json', coverage);
  return { run: await writeRun(closing), findings, coverage };
}
