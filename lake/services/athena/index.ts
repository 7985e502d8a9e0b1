import type { AnyAction } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { batchGetQueryExecution } from './BatchGetQueryExecution.js';
import { createWorkGroup } from './CreateWorkGroup.js';
import { deleteWorkGroup } from './DeleteWorkGroup.js';
import { getQueryExecution } from './GetQueryExecution.js';
import { getQueryResults } from './GetQueryResults.js';
import { getWorkGroup } from './GetWorkGroup.js';
import { listQueryExecutions } from './ListQueryExecutions.js';
import { listWorkGroups } from './ListWorkGroups.js';
import { startQueryExecution } from './StartQueryExecution.js';
import { stopQueryExecution } from './StopQueryExecution.js';
import { AthenaState } from './state.js';
import { updateWorkGroup } from './UpdateWorkGroup.js';

/** Athena of one account: its API, over the SQL engine. */
export function createAthena(
  account: LakeAccount,
  getLake: () => Lake,
): { readonly actions: readonly AnyAction[]; readonly close: () => void } {
  const state = new AthenaState(account, getLake);
  return {
    actions: [
      batchGetQueryExecution(state),
      createWorkGroup(state),
      deleteWorkGroup(state),
      getQueryExecution(state),
      getQueryResults(state),
      getWorkGroup(state),
      listQueryExecutions(state),
      listWorkGroups(state),
      startQueryExecution(state),
      stopQueryExecution(state),
      updateWorkGroup(state),
    ],
    close: () => state.smallResults.close(),
  };
}
