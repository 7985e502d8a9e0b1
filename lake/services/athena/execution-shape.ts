import type { AthenaError, QueryExecution } from '@aws-sdk/client-athena';
import type { Execution } from './execution.js';
import { ENGINE_VERSION } from './work-group.js';

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
