import { UsageError } from '../../core/error.js';
import { confirmRun } from '../../helpers/engine/confirm.js';
import { openTarget } from '../../helpers/engine/open-target.js';
import { terminalProgress } from '../../helpers/engine/progress.js';
import { readRun } from '../../helpers/record/read-run.js';
import { writePack } from '../../reports/pack/write-pack.js';
import { exitCodeOfRecord } from '../exit-code.js';
import { choicesOf, type Flags } from '../flags.js';
import { onInterrupt } from '../interrupt.js';
import { runFolder } from '../run-folder.js';
import type { Terminal } from '../terminal.js';
import { startedWith } from './resume.js';

/** Reads the log for a run that did not wait for it, judges again from the record and closes the pack. Asks no query. */
export async function confirm(text: string, flags: Flags, terminal: Terminal): Promise<number> {
  const runDir = await runFolder(text, choicesOf(flags).outDir);
  const { settingsFile, target: kind } = choicesOf({ ...startedWith(await readRun(runDir)), ...flags });
  // An embedded lake ended with its run; none is started only to be told so.
  if (kind === 'embedded') throw noLogLeft(text);
  const interrupt = onInterrupt();
  try {
    const target = await openTarget({ target: kind, settingsFile, templates: [] });
    await confirmRun({
      runDir,
      settings: target.settings,
      connection: target.connection,
      target: kind,
      progress: terminalProgress(process.stderr),
      signal: interrupt.signal,
    });
    terminal.out((await writePack(runDir)).summary);
    return interrupt.exitCode() ?? exitCodeOfRecord(await readRun(runDir));
  } finally {
    interrupt.dispose();
  }
}

function noLogLeft(text: string): UsageError {
  return new UsageError({
    code: 'CONFIRM_NO_LOG',
    message: "an embedded lake's log ends with its run: there is nothing left to read",
    nextStep: `ask again with \`lakeproof resume ${text}\`, or say --target aws for a run on AWS`,
  });
}
