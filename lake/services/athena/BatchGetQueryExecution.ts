import type {
  BatchGetQueryExecutionInput,
  BatchGetQueryExecutionOutput,
  QueryExecution,
  UnprocessedQueryExecutionId,
} from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { executionShape } from './execution-shape.js';
import type { AthenaState } from './state.js';

/**
 * Ids of workgroups that the caller may not use come back as unprocessed; the call itself succeeds (User Guide,
 * "Troubleshoot workgroups").
 */
export const batchGetQueryExecution = (
  state: AthenaState,
): Action<BatchGetQueryExecutionInput, BatchGetQueryExecutionOutput> =>
  athenaAction({
    operation: 'BatchGetQueryExecution',
    readOnly: true,
    authorize: () => [],
    handle: ({ QueryExecutionIds = [] }, exchange) => {
      const QueryExecutions: QueryExecution[] = [];
      const UnprocessedQueryExecutionIds: UnprocessedQueryExecutionId[] = [];
      for (const id of QueryExecutionIds) {
        const execution = state.find(id);
        if (execution === undefined) {
          const ErrorMessage = `QueryExecution ${id} was not found`;
          UnprocessedQueryExecutionIds.push({
            QueryExecutionId: id,
            ErrorCode: 'QUERY_EXECUTION_NOT_FOUND',
            ErrorMessage,
          });
        } else if (!state.mayUse(exchange, 'athena:BatchGetQueryExecution', execution.workGroup)) {
          const ErrorMessage = 'You are not authorized to perform: athena:BatchGetQueryExecution on the resource.';
          UnprocessedQueryExecutionIds.push({ QueryExecutionId: id, ErrorCode: 'ACCESS_DENIED', ErrorMessage });
        } else {
          QueryExecutions.push(executionShape(execution));
        }
      }
      return { QueryExecutions, UnprocessedQueryExecutionIds };
    },
  });
