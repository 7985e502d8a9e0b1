import { readRun } from '../../helpers/record/read-run.js';
import { writePack } from '../../reports/pack/write-pack.js';
import { exitCodeOfRecord } from '../exit-code.js';
import type { Terminal } from '../terminal.js';

/** Renders a run's reports and closes its pack: after a bare `playwright test`, or again after either was changed. */
export async function pack(runDir: string, terminal: Terminal): Promise<number> {
  const { summary } = await writePack(runDir);
  terminal.out(summary);
  return exitCodeOfRecord(await readRun(runDir));
}
