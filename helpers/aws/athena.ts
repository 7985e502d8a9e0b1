import {
  BatchGetQueryExecutionCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { LakeproofError } from '../../core/error.js';
import type { Attempt, Execution } from '../model/observation.js';
import type { AwsAccess, Clients } from './access.js';
import { given } from './pages.js';

export interface StartRequest {
  readonly sql: string;
  readonly workGroup: string;
  readonly clientRequestToken: string;
  /** Only for workgroups that do not enforce one. */
  readonly outputLocation?: string;
}

/** A value and the calls that it took. */
export interface WithAttempts<T> {
  readonly value: T;
  readonly attempts: readonly Attempt[];
}

/** Starts a query and gives its id. The token makes a repeated start the same query. Throws CallFailure. */
export async function startQuery(
  access: AwsAccess,
  clients: Clients,
  request: StartRequest,
): Promise<WithAttempts<string>> {
  const command = new StartQueryExecutionCommand({
    QueryString: request.sql,
    WorkGroup: request.workGroup,
    ClientRequestToken: request.clientRequestToken,
    ...(request.outputLocation === undefined
      ? {}
      : { ResultConfiguration: { OutputLocation: request.outputLocation } }),
  });
  const { output, attempts } = await access.call('athena:StartQueryExecution', (options) =>
    clients.athena.send(command, options),
  );
  if (output.QueryExecutionId === undefined) throw incomplete('athena:StartQueryExecution');
  return { value: output.QueryExecutionId, attempts };
}

/** What Athena says of a query that may still be running. */
export interface QueryStatus {
  readonly queryExecutionId: string;
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly statementType: 'DDL' | 'DML' | 'UTILITY' | undefined;
  readonly workGroup: string | undefined;
  readonly reason: string;
  readonly submittedAt?: string;
  readonly completedAt?: string;
  readonly athenaError?: NonNullable<Execution['athenaError']>;
}

/** Athena takes up to 50 ids in one call (API reference, BatchGetQueryExecution). */
export const MAX_BATCH = 50;

/** Status of up to 50 queries. Ids that Athena did not process are left out: they have to be asked for one by one. */
export async function batchGetQueries(
  access: AwsAccess,
  clients: Clients,
  ids: readonly string[],
): Promise<WithAttempts<QueryStatus[]>> {
  const { output, attempts } = await access.call('athena:BatchGetQueryExecution', (options) =>
    clients.athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [...ids] }), options),
  );
  return { value: (output.QueryExecutions ?? []).flatMap((execution) => statusOf(execution) ?? []), attempts };
}

export async function getQuery(access: AwsAccess, clients: Clients, id: string): Promise<WithAttempts<QueryStatus>> {
  const { output, attempts } = await access.call('athena:GetQueryExecution', (options) =>
    clients.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }), options),
  );
  const status = output.QueryExecution === undefined ? undefined : statusOf(output.QueryExecution);
  if (status === undefined) throw incomplete('athena:GetQueryExecution');
  return { value: status, attempts };
}

function statusOf(execution: QueryExecution): QueryStatus | undefined {
  const { QueryExecutionId: id, Status: status } = execution;
  if (id === undefined || status?.State === undefined) return undefined;
  const error = status.AthenaError;
  return {
    queryExecutionId: id,
    state: status.State,
    statementType: execution.StatementType,
    workGroup: execution.WorkGroup,
    reason: status.StateChangeReason ?? error?.ErrorMessage ?? '',
    ...given('submittedAt', status.SubmissionDateTime?.toISOString()),
    ...given('completedAt', status.CompletionDateTime?.toISOString()),
    ...(error === undefined
      ? {}
      : {
          athenaError: {
            ...given('category', error.ErrorCategory),
            ...given('type', error.ErrorType),
            ...given('retryable', error.Retryable),
          },
        }),
  };
}

export interface ResultPage {
  readonly columnNames: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  readonly next?: string;
}

/** One page of results; the header row of a SELECT is still in it. Throws CallFailure. */
export async function getResults(
  access: AwsAccess,
  clients: Clients,
  id: string,
  token: string | undefined,
): Promise<WithAttempts<ResultPage>> {
  const { output, attempts } = await access.call('athena:GetQueryResults', (options) =>
    clients.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token }), options),
  );
  const { ResultSet: results } = output;
  return {
    value: {
      columnNames: (results?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name }) => Name ?? ''),
      rows: (results?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue)),
      ...given('next', output.NextToken),
    },
    attempts,
  };
}

/** Throws CallFailure. */
export async function stopQuery(access: AwsAccess, clients: Clients, id: string): Promise<void> {
  await access.call('athena:StopQueryExecution', (options) =>
    clients.athena.send(new StopQueryExecutionCommand({ QueryExecutionId: id }), options),
  );
}

export interface WorkGroupFacts {
  readonly enabled: boolean;
  readonly enforcesConfiguration: boolean;
  readonly outputLocation?: string;
  /** Bound to Identity Center: Lake Formation then decides for the person and not for the role. */
  readonly identityCenter: boolean;
}

/** Throws CallFailure; an unknown workgroup is InvalidRequestException `WorkGroup is not found.` */
export async function getWorkGroup(access: AwsAccess, clients: Clients, name: string): Promise<WorkGroupFacts> {
  const { output } = await access.call('athena:GetWorkGroup', (options) =>
    clients.athena.send(new GetWorkGroupCommand({ WorkGroup: name }), options),
  );
  const group = output.WorkGroup;
  if (group === undefined) throw incomplete('athena:GetWorkGroup');
  const configuration = group.Configuration;
  return {
    enabled: group.State !== 'DISABLED',
    enforcesConfiguration: configuration?.EnforceWorkGroupConfiguration === true,
    ...given('outputLocation', configuration?.ResultConfiguration?.OutputLocation),
    identityCenter:
      configuration?.IdentityCenterConfiguration?.EnableIdentityCenter === true ||
      group.IdentityCenterApplicationArn !== undefined,
  };
}

function incomplete(operation: string): LakeproofError {
  return new LakeproofError({
    code: 'AWS_ANSWER_INCOMPLETE',
    message: `${operation} answered without what it promises`,
    likelyCause: 'the endpoint is not the service that it should be',
  });
}
