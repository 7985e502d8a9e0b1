import { setTimeout as sleep } from 'node:timers/promises';
import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  type Row,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type Account, DATABASE, type Role } from './account.js';

/** How long a client waits before it asks again: 10 ms at first, twice as long each time, 100 ms at most. */
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 100;

export interface Answered {
  readonly state: string;
  readonly reason: string;
  /** The first page's, without the header; none when the query failed. */
  readonly rows: readonly Row[];
  readonly tookMs: number;
}

/** Start, status until it has ended, results: asked for after a failure too, where they are refused. */
export async function query(account: Account, { athena }: Role, QueryString: string): Promise<Answered> {
  const startedMs = performance.now();
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      QueryExecutionContext: { Database: DATABASE },
      ResultConfiguration: { OutputLocation: account.outputLocation },
    }),
  );
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    await sleep(waitMs);
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State: state = '', StateChangeReason: reason = '' } = QueryExecution?.Status ?? {};
    if (state === 'QUEUED' || state === 'RUNNING') continue;
    const rows = await resultsOf(athena, QueryExecutionId, state);
    return { state, reason, rows, tookMs: performance.now() - startedMs };
  }
}

async function resultsOf(athena: Role['athena'], id: string | undefined, state: string): Promise<readonly Row[]> {
  try {
    const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    return (ResultSet?.Rows ?? []).slice(1);
  } catch (error) {
    if (state === 'FAILED' && error instanceof InvalidRequestException) return [];
    throw error;
  }
}
