import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import { settleAudit } from '../audit/settle.js';
import { Sweeper } from '../audit/sweep.js';
import type { AwsAccess } from '../aws/access.js';
import { CallFailure } from '../aws/call.js';
import { listTrails, lookupEvents } from '../aws/cloudtrail.js';
import { sessionNameOf } from '../aws/identity.js';
import type { Runner } from '../aws/runner.js';
import type { TrailsReading } from '../model/audit.js';
import type { Settings } from '../model/settings.js';
import type { RunWriter } from '../record/run-writer.js';
import { ownTrails } from './discovery.js';
import type { RunState } from './run-state.js';

/** Incomplete readings in a row after which the log is given up; `lakeproof confirm` can read it later. */
const MAX_FAILURES_IN_A_ROW = 5;

export interface LogReading {
  readonly access: AwsAccess;
  readonly runner: Runner;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly writer: RunWriter;
  readonly state: RunState;
  readonly runId: string;
  readonly needed: ReadonlySet<string>;
  /** The target is known to be gone: one try will do. */
  readonly gone: boolean;
  readonly onSweep: () => void;
}

/** The trails as they are now. A fault is on record as one, and never a list without trails. */
async function readTrails({ access, runner, settings, clock }: LogReading): Promise<TrailsReading> {
  const readAt = (): string => clock.now().toISOString();
  try {
    const trails = ownTrails(await listTrails(access, runner.clients), settings);
    return { readAt: readAt(), trails };
  } catch (error) {
    if (!(error instanceof LakeproofError)) throw error;
    return { readAt: readAt(), trails: [], fault: error instanceof CallFailure ? error.fault.code : error.code };
  }
}

/** Reads event history, as the runner, until it has said its last about the needed probes; all of it goes on record. */
export async function readLog(reading: LogReading): Promise<void> {
  const { access, runner, settings, clock, signal, writer, state, runId, needed, gone, onSweep } = reading;
  const sweeper = new Sweeper({
    lookup: (request) => lookupEvents(access, runner.clients, request),
    clock,
    lookupIntervalMs: settings.limits.lookupIntervalMs,
    signal,
  });
  state.setAudit({ state: 'waiting' });
  try {
    const facts = await settleAudit({
      sweeper,
      clock,
      signal,
      userName: sessionNameOf(runId),
      auditSettleMs: settings.auditSettleMs,
      maxFailuresInARow: gone ? 1 : MAX_FAILURES_IN_A_ROW,
      needed,
      inputNow: () => state.judgeInput(),
      onSweep: async (sweep, events) => {
        for (const event of events) await writer.append('audit-events.jsonl', event);
        state.addSweep(sweep, events);
        onSweep();
      },
    });
    // What no test was selected for needs no trail.
    const trailsAfter = needed.size === 0 ? {} : { trailsAfter: await readTrails(reading) };
    state.setAudit({ ...facts, ...trailsAfter });
  } catch (error) {
    // An interrupted reading stays `waiting`: what it did not find may still come.
    if (!signal.aborted) throw error;
  }
}
