import type { AthenaError, QueryExecution } from '@aws-sdk/client-athena';
import type { ErrorNumbers } from '../../engine/failure.js';
import type { Caller } from '../../model/caller.js';
import { sharedText } from '../../model/shared-text.js';
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

/**
 * A query as the lake keeps it. Every property is there from the start: those that come later take more memory. What many
 * queries say alike is held once for all of them.
 */
export class Execution implements StartedQuery {
  readonly id: string;
  readonly token: string;
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly statement: StatementKind;
  readonly database: string | undefined;
  readonly catalog: string | undefined;
  readonly workGroup: string;
  readonly caller: Caller;
  readonly askedLocation: string | undefined;
  readonly submittedAtMs: number;
  /** The result's URI before the query's id and after it. */
  readonly #outputFolder: string;
  readonly #outputEnding: string;
  #reason: string | undefined = undefined;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' = 'QUEUED';
  startedAtMs: number | undefined = undefined;
  completedAtMs: number | undefined = undefined;
  /** Of a FAILED query. */
  errorNumbers: ErrorNumbers | undefined = undefined;
  dataScannedBytes = 0;
  result: KeptResult | undefined = undefined;
  /** While it is QUEUED or RUNNING. */
  cancel: (() => void) | undefined = undefined;
  /** Where the URIs of the objects are that the statement wrote. */
  manifestUri: string | undefined = undefined;

  /** Throws Error when the result's URI does not name the query. */
  constructor(started: StartedQuery) {
    const { id, outputUri } = started;
    const at = outputUri.lastIndexOf(id);
    if (at < 0) throw new Error(`the result ${outputUri} is not named after its query ${id}`);
    this.id = id;
    this.token = started.token;
    this.sql = sharedText(started.sql);
    this.parameters = started.parameters.length === 0 ? NO_PARAMETERS : started.parameters;
    this.statement = started.statement;
    this.database = shared(started.database);
    this.catalog = shared(started.catalog);
    this.workGroup = sharedText(started.workGroup);
    this.#outputFolder = sharedText(outputUri.slice(0, at));
    this.#outputEnding = sharedText(outputUri.slice(at + id.length));
    this.caller = started.caller;
    this.askedLocation = shared(started.askedLocation);
    this.submittedAtMs = started.submittedAtMs;
  }

  get outputUri(): string {
    return `${this.#outputFolder}${this.id}${this.#outputEnding}`;
  }

  /** Why it FAILED or was CANCELLED. */
  get reason(): string | undefined {
    return this.#reason;
  }

  set reason(reason: string | undefined) {
    this.#reason = shared(reason);
  }
}

function shared(text: string | undefined): string | undefined {
  return text === undefined ? undefined : sharedText(text);
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
