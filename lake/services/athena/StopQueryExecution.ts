import type { StopQueryExecutionInput, StopQueryExecutionOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { athenaAction } from './athena-action.js';
import { authorizeQuery } from './authorize-query.js';
import type { AthenaState } from './state.js';

/** Cancels a query that has not ended; for one that has, it does nothing and succeeds. */
export const stopQueryExecution = (state: AthenaState): Action<StopQueryExecutionInput, StopQueryExecutionOutput> =>
  athenaAction({
    operation: 'StopQueryExecution',
    readOnly: false,
    authorize: ({ QueryExecutionId }) => authorizeQuery(state, 'athena:StopQueryExecution', QueryExecutionId),
    handle: ({ QueryExecutionId = '' }) => {
      const execution = state.get(QueryExecutionId);
      if (execution.state === 'QUEUED' || execution.state === 'RUNNING') {
        execution.state = 'CANCELLED';
        // Recorded from Athena: a reason, and no AthenaError.
        execution.reason = 'Query cancelled by user';
        execution.completedAtMs = state.account.clock.now().getTime();
        state.changed(execution);
        execution.cancel?.();
      }
      return {};
    },
  });
