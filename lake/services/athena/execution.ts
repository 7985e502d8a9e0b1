import type { AthenaError, QueryExecution } from '@aws-sdk/client-athena';
import type { ErrorNumbers } from '../../engine/failure.js';
import type { Caller } from '../../model/caller.js';
import type { PreparedStatement, ResultColumn } from '../../model/statement.js';
import { ENGINE_VERSION } from './work-group.js';

/** What is kept of a statement when it has run: the statement itself holds its text's whole tree. */
export type StatementKind = Pick<PreparedStatement, 'statementType' | 'substatementType'>;

/** What is known of a query when StartQueryExecution answers. */
export interface StartedQuery {
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
}

/** A query as the lake keeps it. Every property is there from the start: those that come later take more memory. */
export class Execution implements StartedQuery {
  readonly id: string;
  readonly token: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly statement: StatementKind;
  readonly database: string | undefined;
  readonly catalog: string | undefined;
  readonly workGroup: string;
  readonly outputUri: string;
  readonly caller: Caller;
  readonly askedLocation: string | undefined;
  readonly submittedAtMs: number;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' = 'QUEUED';
  startedAtMs: number | undefined = undefined;
  completedAtMs: number | undefined = undefined;
  /** Why it FAILED or was CANCELLED. */
  reason: string | undefined = undefined;
  /** Of a FAILED query. */
  errorNumbers: ErrorNumbers | undefined = undefined;
  dataScannedBytes = 0;
  result: KeptResult | undefined = undefined;
  /** While it is QUEUED or RUNNING. */
  cancel: (() => void) | undefined = undefined;
  /** Where the URIs of the objects are that the statement wrote. */
  manifestUri: string | undefined = undefined;

  constructor(started: StartedQuery) {
    this.id = started.id;
    this.token = started.token;
    this.sql = started.sql;
    this.parameters = started.parameters.length === 0 ? NO_PARAMETERS : started.parameters;
    this.statement = started.statement;
    this.database = started.database;
    this.catalog = started.catalog;
    this.workGroup = started.workGroup;
    this.outputUri = started.outputUri;
    this.caller = started.caller;
    this.askedLocation = started.askedLocation;
    this.submittedAtMs = started.submittedAtMs;
  }
}

const NO_PARAMETERS: readonly string[] = [];

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
  const { statement, completedAtMs, reason } = execution;
  const error = athenaErrorOf(execution);
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

function athenaErrorOf({ errorNumbers, reason }: Execution): AthenaError | undefined {
  if (errorNumbers === undefined) return undefined;
  const { category, type } = errorNumbers;
  return { ErrorCategory: category, ErrorType: type, Retryable: false, ErrorMessage: reason };
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
