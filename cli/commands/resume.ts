import { basename, dirname } from 'node:path';
import type { RunRecord } from '../../helpers/model/run.js';
import { readRun } from '../../helpers/record/read-run.js';
import { type Choices, choicesOf, type Flags } from '../flags.js';
import { runFolder } from '../run-folder.js';
import type { Terminal } from '../terminal.js';
import { run } from './run.js';

/**
 * Goes on with a run that was interrupted. On AWS what was seen stays seen and only the rest is asked; an embedded lake
 * died with its run, so there everything is asked anew. The specs run again as a whole, and the pack is closed.
 */
export async function resume(text: string, flags: Flags, terminal: Terminal): Promise<number> {
  const { choices, runId } = await earlierRun(text, flags);
  return run({ ...choices, resumeRunId: runId }, terminal);
}

/** The earlier run's record, and the choices that it was made with, unless flags say otherwise. */
export async function earlierRun(
  text: string,
  flags: Flags,
): Promise<{ readonly choices: Choices; readonly runId: string; readonly record: RunRecord }> {
  const runDir = await runFolder(text, choicesOf(flags).outDir);
  const record = await readRun(runDir);
  const before = { ...startedWith(record), policy: record.run.policy.file, profile: profilesOf(record) };
  return { choices: choicesOf({ ...before, ...flags, out: dirname(runDir) }), runId: basename(runDir), record };
}

/** The flags that say again what the run was begun with; a run of an older version did not put it on record. */
export function startedWith({ run }: RunRecord): Flags {
  if (run.startedWith === undefined) return {};
  const { target, settingsFile, templates, specsDir } = run.startedWith;
  return {
    target,
    settings: settingsFile,
    template: templates,
    ...(specsDir === undefined ? {} : { specs: specsDir }),
  };
}

/** Profiles of the earlier plan; a run of some profiles goes on with these. */
function profilesOf({ plan }: RunRecord): readonly string[] {
  return [...new Set(plan.tests.flatMap(({ stage, profile }) => (stage === 'preflight' ? (profile ?? []) : [])))];
}
