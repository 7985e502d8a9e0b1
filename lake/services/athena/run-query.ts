import type { Clock } from '../../../core/clock.js';
import { QueryFailure } from '../../engine/failure.js';
import type { Exchange } from '../../model/action.js';
import type { PreparedStatement, StatementResult } from '../../model/statement.js';
import type { Execution, KeptResult } from './execution.js';
import { checkMayWrite, keepReason, keepResult } from './result.js';
import { storesRows } from './result-name.js';
import type { AthenaState } from './state.js';
import { manifestKey } from './written-result.js';

/** DML ends after 30 minutes, DDL after 600 (Service Quotas of Athena). */
const DML_DEADLINE_MS = 30 * 60 * 1000;
const DDL_DEADLINE_MS = 600 * 60 * 1000;

/** What a query is aborted with when its time is over. */
const OVERDUE = new QueryFailure('Query timeout', { category: 2, type: 206 });

/** Runs a query in the background: QUEUED, RUNNING, and an end that never changes again. */
export function runQuery(
  state: AthenaState,
  execution: Execution,
  statement: PreparedStatement,
  exchange: Exchange,
): void {
  const abort = new AbortController();
  execution.cancel = () => abort.abort(new Error('cancelled'));
  state.active.add(execution);
  run(state, execution, { statement, exchange, abort })
    // `run` keeps every error as the query's end; what is left is a defect of keeping it.
    .catch((defect: unknown) => fail(execution, failureOf(defect)))
    .finally(() => {
      state.active.delete(execution);
      state.changed(execution);
    });
}

interface Running {
  readonly statement: PreparedStatement;
  readonly exchange: Exchange;
  readonly abort: AbortController;
}

/** What the work of a query came to; its end may still be some time off. */
type Outcome = { readonly result: StatementResult; readonly kept: KeptResult } | { readonly error: unknown };

async function run(state: AthenaState, execution: Execution, running: Running): Promise<void> {
  const { clock } = state.account;
  const { signal } = running.abort;
  const { queuedMs, runningMs } = state.queryTimes.of(execution.caller.name, execution.sql);
  await pause(clock, queuedMs, signal);
  let deadline: NodeJS.Timeout | undefined;
  try {
    const outcome = await state.schedule(async () => {
      if (signal.aborted) return undefined;
      execution.state = 'RUNNING';
      execution.startedAtMs = clock.now().getTime();
      state.changed(execution);
      deadline = setTimeout(() => running.abort.abort(OVERDUE), deadlineMs(running.statement)).unref();
      return work(state, execution, running);
    });
    if (outcome === undefined) return;
    // What takes its time keeps nobody else from the engine.
    const ranMs = clock.now().getTime() - (execution.startedAtMs ?? 0);
    await pause(clock, Math.max(0, runningMs - ranMs) + slowDownMs(state, execution), signal);
    await end(state, execution, running, outcome);
  } finally {
    clearTimeout(deadline);
    // Not deleted: an object that lost a property takes several times the memory.
    execution.cancel = undefined;
    state.changed(execution);
  }
}

async function work(
  state: AthenaState,
  execution: Execution,
  { statement, exchange, abort }: Running,
): Promise<Outcome> {
  try {
    // What cannot tell of what it wrote must not write.
    if (storesRows(statement)) checkMayWrite(state, execution, exchange);
    const result = await statement.run(abort.signal);
    return { result, kept: await keepResult(state, execution, result, exchange) };
  } catch (error) {
    return { error };
  }
}

async function end(state: AthenaState, execution: Execution, running: Running, outcome: Outcome): Promise<void> {
  // Cancelled meanwhile: its end stands already.
  if (isCancelled(execution)) return;
  const isLate = running.abort.signal.reason === OVERDUE;
  if ('result' in outcome && !isLate) {
    const { result, kept } = outcome;
    execution.dataScannedBytes = result.dataScannedBytes;
    if (result.written !== undefined) execution.manifestUri = manifestKey(execution.outputUri);
    execution.result = kept;
    execution.state = 'SUCCEEDED';
  } else {
    const failure = failureOf(isLate || !('error' in outcome) ? OVERDUE : outcome.error);
    await keepReason(state, execution, failure.message, running.exchange);
    if (isCancelled(execution)) return;
    fail(execution, failure);
  }
  execution.completedAtMs = state.account.clock.now().getTime();
}

function deadlineMs({ statementType }: PreparedStatement): number {
  return statementType === 'DML' ? DML_DEADLINE_MS : DDL_DEADLINE_MS;
}

/** A query that was QUEUED or RUNNING when the process of its lake was killed: it is not run a second time. */
export function endByRestart(execution: Execution, now: Date): void {
  fail(execution, failureOf(undefined));
  execution.completedAtMs = now.getTime();
}

/** How much longer a fault makes the query. */
function slowDownMs(state: AthenaState, { caller, sql }: Execution): number {
  const subject = { service: 'athena', operation: 'StartQueryExecution', principalName: caller.name, queryText: sql };
  return state.lake.faults.strike('slow-query', subject)?.delayMs ?? 0;
}

/** Ends early when the query is cancelled or out of time, which is looked at where it matters. */
async function pause(clock: Clock, durationMs: number, signal: AbortSignal): Promise<void> {
  if (durationMs > 0) await clock.sleep(durationMs, signal).catch(() => undefined);
}

/** Written by StopQueryExecution while the query runs, which the compiler cannot see. */
function isCancelled(execution: Execution): boolean {
  return execution.state === 'CANCELLED';
}

function failureOf(error: unknown): QueryFailure {
  if (error instanceof QueryFailure) return error;
  return new QueryFailure('GENERIC_INTERNAL_ERROR: Query failed by an internal error', { category: 1, type: 400 });
}

function fail(execution: Execution, failure: QueryFailure): void {
  execution.state = 'FAILED';
  execution.reason = failure.message;
  execution.errorNumbers = failure.numbers;
}
