import type { Clock } from '../../core/clock.js';
import type { AuditConfirmation, AuditEvent, AuditFacts, AuditSweep } from '../model/audit.js';
import type { Observation } from '../model/observation.js';
import type { JudgeInput } from '../model/run.js';
import { confirmationsOf } from './correlate.js';
import type { Sweeper } from './sweep.js';

/** eventTime has whole seconds, and clocks differ a little. */
const WINDOW_PAD_MS = 2_000;

/** Readings after the settling time, when the log cannot be read completely. */
const CLOSING_TRIES = 3;

export interface SettleOptions {
  readonly sweeper: Sweeper;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Role session name of all probes of the run. */
  readonly userName: string;
  readonly auditSettleMs: number;
  /** After so many incomplete readings in a row the log is given up as unavailable. */
  readonly maxFailuresInARow: number;
  /** Probes whose confirmations findings rest on. */
  readonly needed: ReadonlySet<string>;
  /** The record as it is now; `audit` and `auditEvents` grow by what this reading adds. */
  readonly inputNow: () => JudgeInput;
  /** Called after each sweep with the events that were not seen before. */
  readonly onSweep: (sweep: AuditSweep, newEvents: readonly AuditEvent[]) => Promise<void>;
}

/**
 * Sweeps until no needed confirmation can still change, or the settling time is over. Absence is only called at the
 * very end, after a last complete reading, and after a look by event name: an event that was attributed to another
 * principal does not stand under our user name, and "contradicted" must be told from "absent".
 * Gives the facts to close the audit with. Throws only when aborted, or for errors of our own.
 */
export async function settleAudit(options: SettleOptions): Promise<Pick<AuditFacts, 'state' | 'judgedAt'>> {
  const { clock, auditSettleMs, signal } = options;
  const paceMs = Math.min(30_000, Math.max(250, auditSettleMs / 40));
  // The first look on AWS comes after a minute, the first here after half a second: earlier there is nothing to see.
  let waitMs = Math.min(60_000, auditSettleMs / 20);
  let closingTries = 0;
  let failures = 0;
  while (outstandingOf(options).length > 0) {
    const closesAtMs = closingTime(options);
    const leftMs = closesAtMs - clock.now().getTime();
    await clock.sleep(Math.max(0, Math.min(waitMs, leftMs)), signal);
    waitMs = paceMs;
    const closing = clock.now().getTime() >= closesAtMs;
    const complete = await sweepBy(options, 'Username', options.userName);
    failures = complete ? 0 : failures + 1;
    if (failures >= options.maxFailuresInARow) break;
    if (!closing) continue;
    closingTries += 1;
    if (!complete && closingTries < CLOSING_TRIES) continue;
    await lookByName(options);
    break;
  }
  const judgedAt = options
    .inputNow()
    .audit.sweeps.filter(({ complete }) => complete)
    .at(-1)?.endedAt;
  return { state: 'closed', ...(judgedAt === undefined ? {} : { judgedAt }) };
}

/** Confirmations that a later reading could still change. */
export function outstandingOf({ inputNow, needed }: Pick<SettleOptions, 'inputNow' | 'needed'>): AuditConfirmation[] {
  return confirmationsOf(inputNow()).filter(({ probeId, kind }) => needed.has(probeId) && isOpen(kind));
}

function isOpen(kind: AuditConfirmation['kind']): boolean {
  switch (kind) {
    case 'late':
    case 'unavailable':
    case 'absent':
      return true;
    case 'confirmed':
    case 'contradicted':
    case 'unexplained':
    case 'not-expected':
      return false;
  }
}

/** The instant after which a reading may call something absent. */
function closingTime({ inputNow, auditSettleMs, needed }: SettleOptions): number {
  const ends = inputNow()
    .observations.filter(({ probeId }) => needed.has(probeId))
    .map(({ observedAt }) => Date.parse(observedAt));
  return Math.max(0, ...ends) + auditSettleMs;
}

/** Events that nobody found under our name, looked for under theirs. Only events of our own queries are kept. */
async function lookByName(options: SettleOptions): Promise<void> {
  const names = new Set(outstandingOf(options).map(({ eventName }) => eventName));
  for (const eventName of names) await sweepBy(options, 'EventName', eventName);
}

async function sweepBy(options: SettleOptions, key: 'Username' | 'EventName', value: string): Promise<boolean> {
  const input = options.inputNow();
  const ownQueries = new Set(input.observations.flatMap(({ execution }) => execution.queryExecutionId ?? []));
  const known = new Set(input.auditEvents.map(({ eventID }) => eventID));
  const keep = (event: AuditEvent): boolean =>
    event.queryExecutionId !== undefined && ownQueries.has(event.queryExecutionId);
  const { sweep, events } = await options.sweeper.sweep({ key, value, ...windowOf(options, input) }, keep);
  await options.onSweep(
    sweep,
    events.filter(({ eventID }) => !known.has(eventID)),
  );
  return sweep.complete;
}

/**
 * From the first query that is still open to the last query of the run, by Athena's own times. Beacons come last, so
 * they are always inside.
 */
function windowOf(options: SettleOptions, input: JudgeInput): { readonly startTime: Date; readonly endTime: Date } {
  const open = new Set(outstandingOf(options).map(({ probeId }) => probeId));
  const started = input.observations.filter(({ probeId }) => open.has(probeId)).map(startOf);
  const ended = input.observations.map(({ execution, observedAt }) => Date.parse(execution.completedAt ?? observedAt));
  return {
    startTime: new Date(Math.min(...started) - WINDOW_PAD_MS),
    endTime: new Date(Math.max(...ended) + WINDOW_PAD_MS),
  };
}

function startOf({ execution, observedAt }: Observation): number {
  return Date.parse(execution.submittedAt ?? execution.attempts[0]?.startedAt ?? observedAt);
}
