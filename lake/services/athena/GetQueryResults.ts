import type { ColumnInfo, GetQueryResultsInput, GetQueryResultsOutput, Row } from '@aws-sdk/client-athena';
import { recordReads } from '../../engine/rights/object-calls.js';
import { truncated } from '../../faults/result-truncated.js';
import type { Action, Authorization, Exchange } from '../../model/action.js';
import type { ResultColumn } from '../../model/statement.js';
import { athenaAction } from './athena-action.js';
import { authorizeQuery } from './authorize-query.js';
import { constraintError, invalidInput, invalidRequest } from './errors.js';
import type { Execution } from './execution.js';
import { readRows } from './kept-rows.js';
import type { AthenaState } from './state.js';

const MAX_RESULTS = 1000;

/**
 * Rows of a succeeded query. The first row of a DML answer is its header, and counts towards MaxResults. The caller
 * needs s3:GetObject on the result object as well (API reference, GetQueryResults; shapes recorded from Athena).
 */
export const getQueryResults = (state: AthenaState): Action<GetQueryResultsInput, GetQueryResultsOutput> =>
  athenaAction({
    operation: 'GetQueryResults',
    readOnly: true,
    authorize: ({ QueryExecutionId }) => [
      ...authorizeQuery(state, 'athena:GetQueryResults', QueryExecutionId),
      ...authorizeObject(state, QueryExecutionId),
    ],
    handle: async (input, exchange) => {
      const output = await answer(state, input);
      recordReading(state, input.QueryExecutionId ?? '', exchange);
      const { service, operation, caller } = exchange;
      const queryText = state.get(input.QueryExecutionId ?? '').sql;
      const subject = { service, operation, principalName: caller.name, queryText };
      return state.lake.faults.strikes('result-truncated', subject) ? truncated(output) : output;
    },
  });

function authorizeObject(state: AthenaState, id: string | undefined): readonly Authorization[] {
  const execution = id === undefined ? undefined : state.find(id);
  if (execution?.state !== 'SUCCEEDED') return [];
  const path = execution.outputUri.slice('s3://'.length);
  return [{ action: 's3:GetObject', resource: `arn:${state.account.partition}:s3:::${path}` }];
}

/** Athena reads the result object for whom asks. */
function recordReading(state: AthenaState, id: string, exchange: Exchange): void {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(state.get(id).outputUri) ?? [];
  const object = state.lake.objects.head(bucket, key);
  if (object !== undefined) recordReads(exchange, exchange.caller, [object]);
}

async function answer(state: AthenaState, input: GetQueryResultsInput): Promise<GetQueryResultsOutput> {
  const execution = state.get(input.QueryExecutionId ?? '');
  const result = resultOf(execution);
  const size = input.MaxResults ?? MAX_RESULTS;
  if (size < 1) throw constraintError('maxResults', 'Member must have value greater than or equal to 1');
  if (size > MAX_RESULTS) throw invalidInput(`MaxResults is more than maximum allowed length ${MAX_RESULTS}`);
  const from = input.NextToken === undefined ? 0 : offsetOf(input.NextToken, execution.id);
  const header = from === 0 && result.hasHeader;
  const read = await readRows(state.smallResults, result.rows, from, header ? size - 1 : size);
  const rows = read.rows.map(rowShape);
  return {
    UpdateCount: result.updateCount,
    ResultSet: {
      Rows: header ? [rowShape(result.columns.map(({ name }) => name)), ...rows] : rows,
      ResultSetMetadata: { ColumnInfo: result.columns.map(columnShape) },
    },
    ...(read.next === undefined ? {} : { NextToken: tokenOf(read.next, execution.id) }),
  };
}

function resultOf(execution: Execution): NonNullable<Execution['result']> {
  switch (execution.state) {
    case 'QUEUED':
    case 'RUNNING':
      throw invalidRequest(
        'INVALID_QUERY_EXECUTION_STATE',
        `Query has not yet finished. Current state: ${execution.state}`,
      );
    case 'FAILED':
      throw invalidRequest(
        'INVALID_QUERY_EXECUTION_STATE',
        'Query did not finish successfully. Final query state: FAILED',
      );
    case 'CANCELLED':
      throw invalidRequest('RESULT_NOT_FOUND', 'Could not find results');
    case 'SUCCEEDED':
      if (execution.result === undefined) throw invalidRequest('RESULT_NOT_FOUND', 'Could not find results');
      return execution.result;
  }
}

/** NULL is a datum without a value (recorded from Athena). */
function rowShape(values: readonly (string | null)[]): Row {
  return { Data: values.map((value) => (value === null ? {} : { VarCharValue: value })) };
}

function columnShape(column: ResultColumn): ColumnInfo {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: column.name,
    Label: column.name,
    Type: column.type,
    Precision: column.precision,
    Scale: column.scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: column.caseSensitive,
  };
}

function tokenOf(offset: number, id: string): string {
  return Buffer.from(`${id}:${offset}`, 'utf8').toString('base64url');
}

function offsetOf(token: string, id: string): number {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  const offset = text.startsWith(`${id}:`) ? Number(text.slice(id.length + 1)) : Number.NaN;
  if (!Number.isSafeInteger(offset) || offset <= 0) throw invalidInput(`Malformed nextPageToken ${token}`);
  return offset;
}
