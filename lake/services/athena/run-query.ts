import { QueryFailure } from '../../engine/failure.js';
import type { Exchange } from '../../model/action.js';
import type { PreparedStatement } from '../../model/statement.js';
import type { Execution } from './execution.js';
import { checkMayWrite, keepReason, keepResult } from './result.js';
import { storesRows } from './result-name.js';
import type { AthenaState } from './state.js';
import { manifestKey } from './written-result.js';

/** DML ends after 30 minutes, DDL after 600 (Service Quotas of Athena). */
const DML_DEADLINE_MS = 30 * 60 * 1000;
const DDL_DEADLINE_MS = 600 * 60 * 1000;

/** Runs a query in the background: QUEUED, RUNNING, and an end that never changes again. */
export function runQuery(
  state: AthenaState,
  execution: Execution,
  statement: PreparedStatement,
  exchange: Exchange,
): void {
  const abort = new AbortController();
  execution.cancel = () => abort.abort(new Error('cancelled'));
  state
    .schedule(() => run(state, execution, { statement, exchange, abort }))
    // `run` keeps every error as the query's end; what is left is a defect of keeping it.
    .catch((defect: unknown) => {
      fail(execution, failureOf(defect));
      state.changed(execution);
    });
}

interface Running {
  readonly statement: PreparedStatement;
  readonly exchange: Exchange;
  readonly abort: AbortController;
}

async function run(state: AthenaState, execution: Execution, { statement, exchange, abort }: Running): Promise<void> {
  const { clock } = state.account;
  if (abort.signal.aborted) return;
  execution.state = 'RUNNING';
  execution.startedAtMs = clock.now().getTime();
  state.changed(execution);
  const late = overdue();
  const deadline = setTimeout(
    () => abort.abort(late),
    statement.statementType === 'DML' ? DML_DEADLINE_MS : DDL_DEADLINE_MS,
  ).unref();
  try {
    // What cannot tell of what it wrote must not write.
    if (storesRows(statement)) checkMayWrite(state, execution, exchange);
    const result = await statement.run(abort.signal);
    await slowDown(state, execution, abort.signal);
    execution.dataScannedBytes = result.dataScannedBytes;
    if (result.written !== undefined) execution.manifestUri = manifestKey(execution.outputUri);
    state.changed(execution);
    const kept = await keepResult(state, execution, result, exchange);
    // Cancelled meanwhile: its end stands already.
    if (isCancelled(execution)) return;
    execution.result = kept;
    execution.state = 'SUCCEEDED';
  } catch (error) {
    if (isCancelled(execution)) return;
    const failure = failureOf(abort.signal.reason === late ? late : error);
    await keepReason(state, execution, failure.message, exchange);
    if (isCancelled(execution)) return;
    fail(execution, failure);
  } finally {
    clearTimeout(deadline);
    // Not deleted: an object that lost a property takes several times the memory.
    execution.cancel = undefined;
    state.changed(execution);
  }
  execution.completedAtMs = clock.now().getTime();
}

/** A query that was QUEUED or RUNNING when the process of its lake was killed: it is not run a second time. */
export function endByRestart(execution: Execution, now: Date): void {
  fail(execution, failureOf(undefined));
  execution.completedAtMs = now.getTime();
}

/** The query goes on for as long as a fault says. */
async function slowDown(state: AthenaState, { caller, sql }: Execution, signal: AbortSignal): Promise<void> {
  const subject = { service: 'athena', operation: 'StartQueryExecution', principalName: caller.name, queryText: sql };
  const delayMs = state.lake.faults.strike('slow-query', subject)?.delayMs ?? 0;
  if (delayMs > 0) await state.account.clock.sleep(delayMs, signal);
}

/** Written by StopQueryExecution while the query runs, which the compiler cannot see. */
function isCancelled(execution: Execution): boolean {
  return execution.state === 'CANCELLED';
}

function overdue(): QueryFailure {
  return new QueryFailure('Query timeout', { category: 2, type: 206 });
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
