import type { Clock } from '../../core/clock.js';
import { sha256OfJson } from '../../core/digest.js';
import { LakeproofError } from '../../core/error.js';
import type { AwsAccess, Clients } from '../aws/access.js';
import { getResults, type QueryStatus, startQuery, stopQuery } from '../aws/athena.js';
import { CallFailure } from '../aws/call.js';
import { type Classified, classifyState, classifyThrown } from '../aws/fault.js';
import type { ProfileSession } from '../aws/identity.js';
import type { Attempt, Fault, Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import { type QueryAnswer, readAnswer } from '../probe/registry.js';
import type { QueryWatch } from './query-watch.js';
import type { StartGate } from './start-gate.js';

/** Probes answer with names and counts; the longest is a listing. */
const MAX_RESULT_PAGES = 50;

/** Times that a query is started again when Athena itself says that another try may help. */
const MAX_RESTARTS = 2;
const RESTART_DELAY_MS = 1_000;

export interface AskContext {
  readonly access: AwsAccess;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly gate: StartGate;
  readonly watch: QueryWatch;
  readonly clients: Clients;
  readonly session: ProfileSession;
  readonly runId: string;
  /** Query id of an earlier asking of this probe in the same run: it must become another query. */
  readonly after?: string;
  readonly onQuery: (event: 'started' | 'ended', queryExecutionId: string) => void;
}

/** What has been learnt so far of one query; the parts of an Observation. */
interface Trace {
  attempts: Attempt[];
  queryExecutionId?: string;
  status?: QueryStatus;
}

type Outcome = Pick<Observation, 'decision' | 'denial' | 'fault' | 'names' | 'counts' | 'rowCount'>;

/**
 * Asks one probe: start, wait, read. Whatever AWS answers becomes an Observation; a refusal in known words is `deny`,
 * everything that proves nothing is `indeterminate` with its fault. Throws only when the run was aborted, and for
 * errors of our own.
 */
export async function askProbe(probe: Probe, context: AskContext): Promise<Observation> {
  const trace: Trace = { attempts: [] };
  let outcome = await askOnce(probe, context, trace, 0);
  for (let restart = 1; restart <= MAX_RESTARTS && mayRestart(outcome, trace); restart += 1) {
    await context.clock.sleep(RESTART_DELAY_MS * restart, context.signal);
    outcome = await askOnce(probe, context, trace, restart);
  }
  const { status } = trace;
  const requestIds = trace.attempts.flatMap(({ requestId }) => requestId ?? []);
  return {
    probeId: probe.probeId,
    profile: probe.profile,
    sql: probe.sql,
    ...outcome,
    execution: {
      ...(trace.queryExecutionId === undefined ? {} : { queryExecutionId: trace.queryExecutionId }),
      workGroup: status?.workGroup ?? context.session.workGroup,
      ...(status === undefined || status.state === 'QUEUED' || status.state === 'RUNNING'
        ? {}
        : { state: status.state }),
      ...(status?.submittedAt === undefined ? {} : { submittedAt: status.submittedAt }),
      ...(status?.completedAt === undefined ? {} : { completedAt: status.completedAt }),
      ...(status?.athenaError === undefined ? {} : { athenaError: status.athenaError }),
      requestIds,
      attempts: trace.attempts,
    },
    observedAt: context.clock.now().toISOString(),
  };
}

async function askOnce(probe: Probe, context: AskContext, trace: Trace, restart: number): Promise<Outcome> {
  const { access, clients, session, signal } = context;
  delete trace.status;
  delete trace.queryExecutionId;
  await context.gate.pass(signal);
  try {
    const started = await startQuery(access, clients, {
      sql: probe.sql,
      workGroup: session.workGroup,
      clientRequestToken: tokenOf(probe, context, restart),
      ...(session.outputLocation === undefined ? {} : { outputLocation: session.outputLocation }),
    });
    trace.attempts.push(...started.attempts);
    trace.queryExecutionId = started.value;
  } catch (error) {
    return outcomeOfFailure(error, trace, signal, (failure) => classifyThrown(failure.thrown, failure.fault.operation));
  }
  const queryExecutionId = trace.queryExecutionId;
  context.onQuery('started', queryExecutionId);
  try {
    const ended = await context.watch.ended(queryExecutionId);
    context.onQuery('ended', queryExecutionId);
    trace.attempts.push(...ended.attempts);
    trace.status = ended.value;
    return await outcomeOfEnd(probe, ended.value, context, trace);
  } catch (error) {
    if (isDeadline(error)) await stopOverdue(queryExecutionId, context);
    return outcomeOfFailure(error, trace, signal, (failure) => ({ fault: failure.fault }));
  }
}

/**
 * The same for every retry of one asking, and for nothing else: Athena gives the same query id for the same token even
 * to a caller who may not read the tables, and does not compare workgroups (API reference, StartQueryExecution).
 */
function tokenOf(probe: Probe, { runId, session, after }: AskContext, restart: number): string {
  return sha256OfJson({
    runId,
    probeId: probe.probeId,
    profile: probe.profile,
    roleArn: session.record.roleArn ?? '',
    workGroup: session.workGroup,
    after: after ?? '',
    restart,
  });
}

async function outcomeOfEnd(probe: Probe, status: QueryStatus, context: AskContext, trace: Trace): Promise<Outcome> {
  switch (status.state) {
    case 'SUCCEEDED':
      return outcomeOfAnswer(probe, await fetchAnswer(status, context, trace));
    case 'FAILED':
    case 'CANCELLED': {
      const { state, reason, athenaError } = status;
      return outcomeOf(classifyState({ state, reason, ...(athenaError === undefined ? {} : { athenaError }) }));
    }
    case 'QUEUED':
    case 'RUNNING':
      throw new LakeproofError({ code: 'ENGINE_NOT_ENDED', message: `query ${status.queryExecutionId} has not ended` });
  }
}

/** All pages, bounded, with the header row of a SELECT checked and taken off. */
async function fetchAnswer(status: QueryStatus, context: AskContext, trace: Trace): Promise<QueryAnswer | string> {
  const rows: (readonly (string | undefined)[])[] = [];
  let columnNames: readonly string[] = [];
  let token: string | undefined;
  for (let page = 1; page <= MAX_RESULT_PAGES; page += 1) {
    const { value, attempts } = await getResults(context.access, context.clients, status.queryExecutionId, token);
    trace.attempts.push(...attempts);
    if (page === 1) columnNames = value.columnNames;
    rows.push(...value.rows);
    if (value.next === undefined) return withoutHeader(status, { columnNames, rows });
    token = value.next;
  }
  return `the answer did not end after ${MAX_RESULT_PAGES} pages`;
}

/** The first row is the header for DML and for nothing else that a probe asks (seen on Athena). */
function withoutHeader({ statementType }: QueryStatus, answer: QueryAnswer): QueryAnswer | string {
  if (statementType !== 'DML') return answer;
  const [header, ...rows] = answer.rows;
  const isHeader =
    header?.length === answer.columnNames.length && header.every((name, at) => name === answer.columnNames[at]);
  return isHeader ? { columnNames: answer.columnNames, rows } : 'the first row is not the header that a SELECT gives';
}

function outcomeOfAnswer(probe: Probe, answer: QueryAnswer | string): Outcome {
  const read = typeof answer === 'string' ? { unreadable: answer } : readAnswer(probe.kind, answer);
  if (!('unreadable' in read)) return { decision: 'permit', ...read };
  const fault: Fault = {
    class: 'unrecognised',
    code: 'UNREADABLE_ANSWER',
    message: read.unreadable,
    operation: 'athena:GetQueryResults',
  };
  return { decision: 'indeterminate', fault };
}

function outcomeOf(classified: Classified): Outcome {
  return 'denial' in classified
    ? { decision: 'deny', denial: classified.denial }
    : { decision: 'indeterminate', fault: classified.fault };
}

function outcomeOfFailure(
  error: unknown,
  trace: Trace,
  signal: AbortSignal,
  classify: (failure: CallFailure) => Classified,
): Outcome {
  // Cut short by ourselves: that says nothing about the lake, and is not put on record as if it did.
  signal.throwIfAborted();
  if (error instanceof CallFailure) {
    trace.attempts.push(...error.attempts);
    return outcomeOf(classify(error));
  }
  if (!(error instanceof LakeproofError)) throw error;
  const fault: Fault = {
    class: isDeadline(error) ? 'deadline' : 'unrecognised',
    code: error.code,
    message: error.message,
    operation: 'athena:GetQueryExecution',
  };
  return { decision: 'indeterminate', fault };
}

function isDeadline(error: unknown): boolean {
  return error instanceof LakeproofError && error.code === 'ENGINE_DEADLINE';
}

/** A query that failed by a fault of Athena's own: another query may do better, and this one proves nothing. */
function mayRestart(outcome: Outcome, trace: Trace): boolean {
  const { fault } = outcome;
  if (fault === undefined || trace.status?.state !== 'FAILED') return false;
  return fault.class === 'throttled' || trace.status.athenaError?.retryable === true;
}

/** Nobody waits for it any more, so it must not run on at the account's cost. */
async function stopOverdue(queryExecutionId: string, { access, clients }: AskContext): Promise<void> {
  try {
    await stopQuery(access, clients, queryExecutionId);
  } catch (error) {
    if (!(error instanceof LakeproofError)) throw error;
    // It may have ended meanwhile; the deadline is on record either way.
  }
}
