import type { RevokePermissionsCommandInput, RevokePermissionsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { applyChange } from './change-request.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

export const revokePermissions = (
  state: LakeFormationState,
): Action<RevokePermissionsCommandInput, RevokePermissionsResponse> =>
  lakeFormationAction({
    operation: 'RevokePermissions',
    readOnly: false,
    handle: (input, exchange) => {
      applyChange(state, 'revoke', input, exchange.caller);
      return {};
    },
  });
