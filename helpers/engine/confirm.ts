import { type Clock, systemClock } from '../../core/clock.js';
import { UsageError } from '../../core/error.js';
import { outstandingOf } from '../audit/settle.js';
import { AwsAccess } from '../aws/access.js';
import { becomeRunner } from '../aws/runner.js';
import type { ConnectionOptions } from '../config/connection.js';
import type { RunInfo, RunRecord } from '../model/run.js';
import type { Settings, Target } from '../model/settings.js';
import { readRun } from '../record/read-run.js';
import { RunWriter } from '../record/run-writer.js';
import type { RunSummary } from './engine.js';
import { PlanIndex } from './needed.js';
import type { Progress } from './progress.js';
import { readLog } from './read-log.js';
import { closeRecord } from './record-run.js';
import { RunState } from './run-state.js';

export interface ConfirmOptions {
  readonly runDir: string;
  readonly settings: Settings;
  readonly connection: ConnectionOptions;
  readonly target: Target;
  readonly progress: Progress;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * Reads the log of a run that has been asked, waits out its settling time, and judges again from the record. Asks
 * Athena nothing. Throws UsageError `CONFIRM_EMBEDDED`, `CONFIRM_NOT_ASKED`, `CONFIRM_OTHER_ACCOUNT`, and what opening
 * a record and becoming the runner throw.
 */
export async function confirmRun(options: ConfirmOptions): Promise<RunSummary> {
  const { runDir, settings, connection, target, progress, clock = systemClock } = options;
  if (target === 'embedded') {
    throw new UsageError({
      code: 'CONFIRM_EMBEDDED',
      message: 'the embedded lake ended with its run, and its log with it: there is nothing left to read',
      nextStep: 'run again without --no-wait; `confirm` is for --target aws',
    });
  }
  const writer = await RunWriter.open(runDir, { resume: true });
  const signal = options.signal ?? new AbortController().signal;
  const access = new AwsAccess({ connection, clock, signal });
  try {
    const record = await readRun(runDir);
    assertConfirmable(record, settings);
    const state = restored(record, settings);
    access.endpoints.restore(record.run.endpoints);
    const runner = await becomeRunner(access, settings, record.run.runId);
    const { selectedTests } = record.run;
    const index = new PlanIndex(record.plan);
    const needed = index.auditedProbes(new Set(selectedTests ?? record.plan.tests.map(({ testKey }) => testKey)));
    const tell = (): void =>
      progress.update({
        phase: 'reading the log',
        planned: record.plan.probes.length,
        answered: record.observations.length,
        unconfirmed: outstandingOf({ inputNow: () => state.judgeInput(), needed }).length,
      });
    await readLog({
      access,
      runner,
      settings,
      clock,
      signal,
      writer,
      state,
      runId: record.run.runId,
      needed,
      gone: false,
      onSweep: tell,
    });
    const { gitCommit, gitDirty, runnerId, startedWith } = record.run;
    const now = clock.now().toISOString();
    const closed = await closeRecord({
      writer,
      state,
      access,
      basis: {
        runId: record.run.runId,
        lakeproofVersion: record.run.lakeproofVersion,
        startedAt: record.run.startedAt,
        runner: {
          sessionArn: record.run.runnerArn,
          accountId: record.run.accountId,
          ...(runnerId === undefined ? {} : { roleId: runnerId }),
        },
        ...(startedWith === undefined ? {} : { startedWith }),
        policy: record.run.policy,
        git: {
          ...(gitCommit === undefined ? {} : { gitCommit }),
          ...(gitDirty === undefined ? {} : { gitDirty }),
        },
      },
      progress: {
        state: stateAfter(record.run.state, signal.aborted),
        endedAt: now,
        confirmedAt: now,
        ...(selectedTests === undefined ? {} : { selectedTests }),
      },
    });
    return { runId: record.run.runId, runDir, ...closed };
  } finally {
    progress.end();
    access.close();
    await writer.close();
  }
}

/** A run that was cut short lacks answers, and no reading of the log can add them. */
function stateAfter(before: RunInfo['state'], aborted: boolean): RunInfo['state'] {
  switch (before) {
    case 'running':
    case 'interrupted':
      return 'interrupted';
    case 'asked':
    case 'finished':
      return aborted ? before : 'finished';
  }
}

function restored(record: RunRecord, settings: Settings): RunState {
  const { plan, inventory, run } = record;
  const state = new RunState({ plan, inventory, auditSettleMs: settings.auditSettleMs });
  for (const identity of run.identities) state.setIdentity(identity);
  for (const observation of record.observations) state.setObservation(observation);
  state.outcomes.push(...run.tests);
  state.restoreAudit(record.auditEvents, run.audit.sweeps);
  return state;
}

function assertConfirmable({ run, observations }: RunRecord, settings: Settings): void {
  if (run.accountId !== settings.accountId || run.region !== settings.region) {
    throw new UsageError({
      code: 'CONFIRM_OTHER_ACCOUNT',
      message: `run ${run.runId} is of account ${run.accountId} in ${run.region}, and the settings are of another`,
      nextStep: 'name the settings of that run with --settings',
    });
  }
  if (observations.length > 0) return;
  throw new UsageError({
    code: 'CONFIRM_NOT_ASKED',
    message: `run ${run.runId} has asked nothing yet, so the log can hold nothing of it`,
    nextStep: 'go on with it by `lakeproof resume`',
  });
}
