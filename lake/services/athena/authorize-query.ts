import type { Authorization } from '../../model/action.js';
import type { AthenaState } from './state.js';

/**
 * Rights on a query are rights on its workgroup. An unknown id has none: the handler says that it was not found.
 */
export function authorizeQuery(
  state: AthenaState,
  action: string,
  queryExecutionId: string | undefined,
): readonly Authorization[] {
  const execution = queryExecutionId === undefined ? undefined : state.find(queryExecutionId);
  return execution === undefined ? [] : [{ action, resource: state.workGroupArn(execution.workGroup) }];
}
