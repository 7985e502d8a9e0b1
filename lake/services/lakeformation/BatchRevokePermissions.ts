import type { BatchRevokePermissionsCommandInput, BatchRevokePermissionsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { applyBatch } from './batch.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

export const batchRevokePermissions = (
  state: LakeFormationState,
): Action<BatchRevokePermissionsCommandInput, BatchRevokePermissionsResponse> =>
  lakeFormationAction({
    operation: 'BatchRevokePermissions',
    readOnly: false,
    handle: (input, exchange) => ({ Failures: applyBatch(state, 'revoke', input, exchange.caller) }),
  });
