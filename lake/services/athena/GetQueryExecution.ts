import type { GetQueryExecutionInput, GetQueryExecutionOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { authorizeQuery } from './authorize-query.js';
import { executionShape } from './execution-shape.js';
import type { AthenaState } from './state.js';

export const getQueryExecution = (state: AthenaState): Action<GetQueryExecutionInput, GetQueryExecutionOutput> =>
  athenaAction({
    operation: 'GetQueryExecution',
    readOnly: true,
    authorize: ({ QueryExecutionId }) => authorizeQuery(state, 'athena:GetQueryExecution', QueryExecutionId),
    handle: ({ QueryExecutionId = '' }) => ({ QueryExecution: executionShape(state.get(QueryExecutionId)) }),
  });
