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
  readonly submittedAt: Date;
  state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  startedAt?: Date;
  completedAt?: Date;
  reason?: string;
  error?: AthenaError;
  dataScannedBytes: number;
  result?: KeptResult;
  /** While it is QUEUED or RUNNING. */
  cancel?: (() => void) | undefined;
  /** Where the URIs of the objects are that the statement wrote. */
  manifestUri?: string;
}

/** Where the service keeps the rows of a succeeded query for GetQueryResults. */
export interface KeptResult {
  readonly columns: readonly ResultColumn[];
  /** File of JSON lines, one array a row. */
  readonly path: string;
  /** Small enough to be read at once. */
  readonly isSmall: boolean;
  readonly updateCount: number;
  /** The first row of GetQueryResults names the columns. */
  readonly hasHeader: boolean;
}

/** As GetQueryExecution shows it. The catalog comes back in lower case (recorded from Athena). */
export function executionShape(execution: Execution): QueryExecution {
  const { statement, completedAt, error, reason } = execution;
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
      SubmissionDateTime: execution.submittedAt,
      ...(completedAt === undefined ? {} : { CompletionDateTime: completedAt }),
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
  const submittedMs = execution.submittedAt.getTime();
  const startedMs = execution.startedAt?.getTime() ?? submittedMs;
  const completedMs = execution.completedAt?.getTime() ?? startedMs;
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
