import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { childEnvironment } from '../../helpers/config/child-environment.js';
import { type Engine, openEngine } from '../../helpers/engine/engine.js';
import { openTarget } from '../../helpers/engine/open-target.js';
import { terminalProgress } from '../../helpers/engine/progress.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import { readRun } from '../../helpers/record/read-run.js';
import { writePack } from '../../reports/pack/write-pack.js';
import { EXIT_UNDETERMINED, exitCodeOfRecord } from '../exit-code.js';
import type { Choices } from '../flags.js';
import { type Interrupt, onInterrupt } from '../interrupt.js';
import { type PlaywrightEnd, runPlaywright } from '../playwright.js';
import { requireFolder, requireProfiles } from '../require.js';
import type { Terminal } from '../terminal.js';

/** An earlier run to go on with, by its id; its folder is below `outDir`. */
export interface RunOptions extends Choices {
  readonly resumeRunId?: string;
}

/**
 * The job: target, engine, specs, record, pack. The exit code comes from the record: 0, 1 or 2, or 130 and 143 after a
 * signal. Throws UsageError for what is wrong with policy, settings or flags, before a query is started.
 */
export async function run(options: RunOptions, terminal: Terminal): Promise<number> {
  const interrupt = onInterrupt();
  try {
    requireProfiles(await loadPolicy(options.policyFile), options.profiles);
    if (options.specsDir !== undefined) await requireFolder(options.specsDir, '--specs');
    return await runOnTarget(options, terminal, interrupt);
  } finally {
    interrupt.dispose();
  }
}

async function runOnTarget(options: RunOptions, terminal: Terminal, interrupt: Interrupt): Promise<number> {
  const { target: kind, settingsFile, templates, auditDelayMs, faults, resumeRunId } = options;
  if (kind === 'embedded') terminal.err('starting the embedded lake\n');
  const target = await openTarget({
    target: kind,
    settingsFile,
    templates,
    auditDelayMs,
    faults,
  });
  try {
    if (target.faultsDoor !== undefined) terminal.err(`faults ${target.faultsDoor.url} ${target.faultsDoor.token}\n`);
    const engine = await openEngine({
      policyFile: options.policyFile,
      settings: target.settings,
      connection: target.connection,
      target: kind,
      outDir: options.outDir,
      noWait: options.noWait,
      profiles: options.profiles,
      progress: terminalProgress(process.stderr),
      startedWith: { target: kind, settingsFile, templates, specsDir: options.specsDir },
      signal: interrupt.signal,
      ...(resumeRunId === undefined ? {} : { runId: resumeRunId, resume: true }),
    });
    const end = await specsAgainst(engine, options, interrupt.signal);
    return await closeRun(engine, end, terminal, interrupt);
  } finally {
    await target.close();
  }
}

/** The specs, as a child of their own. Whatever becomes of them, the engine has to be closed. */
async function specsAgainst(engine: Engine, options: RunOptions, signal: AbortSignal): Promise<PlaywrightEnd> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'lakeproof-playwright-'));
  try {
    const { url, token } = engine.door;
    // Every planned test is selected in a run of ours: nothing is gained by waiting for Playwright to say so.
    engine.begin('all');
    const env = childEnvironment({ ...options, runDir: engine.runDir, door: { url, token: token.reveal() } });
    return await runPlaywright({ env, scratchDir, signal });
  } catch (error) {
    await engine.interrupt('the specs could not be run');
    await engine.close();
    throw error;
  } finally {
    await rm(scratchDir, { recursive: true, force: true });
  }
}

async function closeRun(engine: Engine, end: PlaywrightEnd, terminal: Terminal, interrupt: Interrupt): Promise<number> {
  const { run, runDir, runId } = await engine.close();
  const ownFailed = run.tests.some(({ testKey, outcome }) => testKey === undefined && outcome !== 'passed');
  // Our own tests fail with their findings, which the summary shows; what Playwright says of the rest is shown as it is.
  const specsBroken = end.exitCode !== 0 && run.tests.every(({ outcome }) => outcome === 'passed');
  if (ownFailed || specsBroken) terminal.err(`${end.output.trimEnd()}\n\n`);
  const { summary } = await writePack(runDir);
  terminal.out(summary);
  const signalled = interrupt.exitCode();
  if (signalled !== undefined) {
    terminal.err(`interrupted; what was seen is kept. Go on with:  npx lakeproof resume ${runDir}\n`);
    return signalled;
  }
  const code = exitCodeOfRecord(await readRun(runDir));
  if (code !== 0 || !specsBroken) return code;
  terminal.err(`run ${runId}: the specs did not end well, so this run proves nothing\n`);
  return EXIT_UNDETERMINED;
}
