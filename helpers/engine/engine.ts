import { join } from 'node:path';
import { type Clock, systemClock } from '../../core/clock.js';
import { sha256OfJson } from '../../core/digest.js';
import { UsageError } from '../../core/error.js';
import { newRunId } from '../../core/ids.js';
import type { Secret } from '../../core/secret.js';
import type { RetryPolicy } from '../aws/call.js';
import type { ConnectionOptions } from '../config/connection.js';
import type { Coverage, Finding } from '../model/finding.js';
import type { RunInfo, RunRecord } from '../model/run.js';
import type { Settings, Target } from '../model/settings.js';
import { readRun } from '../record/read-run.js';
import { RunWriter } from '../record/run-writer.js';
import { openDoor } from './door.js';
import { gitFactsOf } from './git.js';
import { type Prepared, prepare } from './prepare.js';
import type { Progress } from './progress.js';
import { Run } from './run.js';
import { type Beginning, lakeproofVersion } from './run-info.js';

export interface EngineOptions {
  readonly policyFile: string;
  readonly settings: Settings;
  readonly connection: ConnectionOptions;
  /** What was asked for; which target it really is, is found from the endpoints that answer. */
  readonly target: Target;
  /** The run folder is made in it, named as the run. */
  readonly outDir: string;
  /** With `resume`: the run to go on with. Else a new id is made, unless one is given. */
  readonly runId?: string;
  readonly resume?: boolean;
  /** End after asking, with the audit pending. */
  readonly noWait: boolean;
  readonly profiles?: readonly string[];
  readonly progress: Progress;
  /** For the record: what a later `resume` is to start from. */
  readonly startedWith?: Beginning;
  /** Aborting it interrupts the run. */
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** How calls are tried again. */
  readonly retry?: RetryPolicy;
}

/** A run as it was left: the record is complete and closed. */
export interface RunSummary {
  readonly runId: string;
  readonly runDir: string;
  readonly run: RunInfo;
  readonly findings: readonly Finding[];
  readonly coverage: Coverage;
}

export interface Engine {
  readonly runId: string;
  readonly runDir: string;
  /** HTTP on 127.0.0.1 for Playwright's workers and reporter. */
  readonly door: { readonly url: string; readonly token: Secret };
  /** Starts asking what these tests (testKeys) need; a second call adds to the first. Throws UsageError for unknown ones. */
  begin(tests: readonly string[] | 'all'): void;
  /** Resolves when all that was selected is asked. Rejects when the record could not be kept, or for errors of our own. */
  whenAsked(): Promise<void>;
  /** Resolves when the log has said its last, or the settling time is over, or at once with `noWait`. */
  whenConfirmed(): Promise<void>;
  /** Waits for both, judges, reconciles and closes the record. Once only. */
  close(): Promise<RunSummary>;
  /** Stops asking and waiting; `close` then records the run as interrupted, to go on with later. */
  interrupt(reason: string): Promise<void>;
}

/**
 * Opens a run: everything is checked and planned before it resolves, and nothing is asked before `begin`.
 * Throws UsageError (policy, settings, plan, another account, a locked or different run), LakeproofError when the
 * runner cannot be had.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const clock = options.clock ?? systemClock;
  const resume = options.resume === true;
  if (resume && options.runId === undefined) throw new TypeError('resume needs a runId');
  const runId = options.runId ?? newRunId(clock.now());
  const runDir = join(options.outDir, runId);
  const controller = new AbortController();
  const prepared = await prepare({
    policyFile: options.policyFile,
    settings: options.settings,
    connection: options.connection,
    ...(options.profiles === undefined ? {} : { profiles: options.profiles }),
    runId,
    clock,
    signal: controller.signal,
    ...(options.retry === undefined ? {} : { retry: options.retry }),
  });
  let writer: RunWriter | undefined;
  try {
    writer = await RunWriter.open(runDir, { resume });
    const earlier = resume ? await earlierPart(runDir, prepared, options.target) : undefined;
    const run = new Run({
      prepared,
      writer,
      settings: options.settings,
      target: options.target,
      noWait: options.noWait,
      progress: options.progress,
      clock,
      controller,
      basis: {
        runId,
        lakeproofVersion: await lakeproofVersion(),
        startedAt: earlier?.run.startedAt ?? clock.now().toISOString(),
        runner: prepared.runner,
        ...(options.startedWith === undefined ? {} : { startedWith: options.startedWith }),
        policy: prepared.policy,
        git: await gitFactsOf(options.policyFile),
      },
      ...(earlier === undefined ? {} : { earlier }),
    });
    await run.open();
    const door = await openDoor(run.desk);
    const onAbort = (): void => run.interrupt('asked to stop');
    options.signal?.addEventListener('abort', onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
    return {
      runId,
      runDir,
      door: { url: door.url, token: door.token },
      begin: (tests) => {
        run.desk.begin(tests);
      },
      whenAsked: () => run.whenAsked(),
      whenConfirmed: () => run.whenConfirmed(),
      interrupt: (reason) => {
        run.interrupt(reason);
        return run.whenConfirmed();
      },
      close: async () => {
        try {
          const closed = await run.close();
          return { runId, runDir, ...closed };
        } finally {
          options.signal?.removeEventListener('abort', onAbort);
          await door.close();
        }
      },
    };
  } catch (error) {
    prepared.access.close();
    await writer?.close();
    throw error;
  }
}

/**
 * The record of the run so far. Throws UsageError `RESUME_OTHER_TARGET`, and `RESUME_PLAN_CHANGED` when it was another
 * run's plan.
 */
async function earlierPart(runDir: string, prepared: Prepared, target: Target): Promise<RunRecord> {
  const earlier = await readRun(runDir);
  const before = earlier.run.startedWith?.target ?? target;
  if (before !== target) {
    throw new UsageError({
      code: 'RESUME_OTHER_TARGET',
      message: `run ${earlier.run.runId} was begun with --target ${before}, and cannot go on with --target ${target}`,
      nextStep: `leave --target out, or start a new run: one record must not hold answers of two targets`,
    });
  }
  if (sha256OfJson(earlier.plan) !== sha256OfJson(prepared.plan)) {
    throw new UsageError({
      code: 'RESUME_PLAN_CHANGED',
      message: `what run ${earlier.run.runId} was asking is not what would be asked now`,
      likelyCause: 'the policy, the selection of profiles, the catalogue or the Studio profiles have changed since',
      nextStep: 'start a new run: what was seen before and after a change must not stand in one record',
    });
  }
  return earlier;
}
