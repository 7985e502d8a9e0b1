import type { BatchGrantPermissionsCommandInput, BatchGrantPermissionsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { applyBatch } from './batch.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

export const batchGrantPermissions = (
  state: LakeFormationState,
): Action<BatchGrantPermissionsCommandInput, BatchGrantPermissionsResponse> =>
  lakeFormationAction({
    operation: 'BatchGrantPermissions',
    readOnly: false,
    handle: (input, exchange) => ({ Failures: applyBatch(state, 'grant', input, exchange.caller) }),
  });
