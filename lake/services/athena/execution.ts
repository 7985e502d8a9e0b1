import type { AthenaError, QueryExecution } from '@aws-sdk/client-athena';
import type { Caller } from '../../model/caller.js';
import type { PreparedStatement, ResultColumn } from '../../model/statement.js';
import { ENGINE_VERSION } from './work-group.js';

/** What is kept of a statement when it has run: the statement itself holds its text's whole tree. */
export type StatementKind = Pick<PreparedStatement, 'statementType' | 'substatementType'>;

/** A query as the lake keeps it, from the moment that StartQueryExecution answered. */
export interface Execution {
  readonly id: string;
  /** The ClientRequestToken that it was started with. */
  readonly token: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly statement: StatementKind;
  readonly database: string | undefined;
  readonly catalog: string | undefined;
  readonly workGroup: string;
  /** The result object, `s3://bucket/prefix/<id>.csv` or `.txt`. */
  readonly outputUri: string;
  readonly caller: Caller;
  /** What a request that comes again with the token is compared with. */
  readonly askedLocation: string | undefined;
  readonly submittedAtMs: number;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  startedAtMs: number | undefined;
  completedAtMs: number | undefined;
  reason: string | undefined;
  error: AthenaError | undefined;
  dataScannedBytes: number;
  result: KeptResult | undefined;
  /** While it is QUEUED or RUNNING. */
  cancel: (() => void) | undefined;
  /** Where the URIs of the objects are that the statement wrote. */
  manifestUri: string | undefined;
}

/** A query that nothing has become of yet. All it will ever have is there: what is added later takes more memory. */
export function queuedExecution(facts: Omit<Execution, keyof typeof NOTHING_YET>): Execution {
  return { ...facts, ...NOTHING_YET };
}

const NOTHING_YET = {
  state: 'QUEUED',
  startedAtMs: undefined,
  completedAtMs: undefined,
  reason: undefined,
  error: undefined,
  dataScannedBytes: 0,
  result: undefined,
  cancel: undefined,
  manifestUri: undefined,
} satisfies Partial<Execution>;

/** Where the service keeps the rows of a succeeded query for GetQueryResults. */
export interface KeptResult {
  readonly columns: readonly ResultColumn[];
  /** JSON lines, one array a row: path of their file, or where they lie among the small results. */
  readonly rows: string | { readonly offset: number; readonly lengthBytes: number };
  readonly updateCount: number;
  /** The first row of GetQueryResults names the columns. */
  readonly hasHeader: boolean;
}

/** As GetQueryExecution shows it. The catalog comes back in lower case (recorded from Athena). */
export function executionShape(execution: Execution): QueryExecution {
  const { statement, completedAtMs, error, reason } = execution;
  const context = {
    ...(execution.database === undefined ? {} : { Database: execution.database }),
    ...(execution.catalog === undefined ? {} : { Catalog: execution.catalog.toLowerCase() }),
  };
  return {
    QueryExecutionId: execution.id,
    Query: execution.sql,
    StatementType: statement.statementType,
    SubstatementType: statement.substatementType,
    ResultConfiguration: { OutputLocation: execution.outputUri },
    ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    QueryExecutionContext: context,
    Status: {
      State: execution.state,
      SubmissionDateTime: new Date(execution.submittedAtMs),
      ...(completedAtMs === undefined ? {} : { CompletionDateTime: new Date(completedAtMs) }),
      ...(reason === undefined ? {} : { StateChangeReason: reason }),
      ...(error === undefined ? {} : { AthenaError: error }),
    },
    Statistics: statisticsOf(execution),
    WorkGroup: execution.workGroup,
    EngineVersion: ENGINE_VERSION,
    ...(execution.parameters.length === 0 ? {} : { ExecutionParameters: [...execution.parameters] }),
  };
}

function statisticsOf(execution: Execution): QueryExecution['Statistics'] {
  const submittedMs = execution.submittedAtMs;
  const startedMs = execution.startedAtMs ?? submittedMs;
  const completedMs = execution.completedAtMs ?? startedMs;
  return {
    EngineExecutionTimeInMillis: completedMs - startedMs,
    DataScannedInBytes: execution.dataScannedBytes,
    ...(execution.manifestUri === undefined ? {} : { DataManifestLocation: execution.manifestUri }),
    TotalExecutionTimeInMillis: completedMs - submittedMs,
    QueryQueueTimeInMillis: startedMs - submittedMs,
    ServicePreProcessingTimeInMillis: 0,
    ServiceProcessingTimeInMillis: 0,
    ResultReuseInformation: { ReusedPreviousResult: false },
  };
}
