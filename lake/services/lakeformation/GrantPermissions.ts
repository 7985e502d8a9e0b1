import type { GrantPermissionsCommandInput, GrantPermissionsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { applyChange } from './change-request.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

export const grantPermissions = (
  state: LakeFormationState,
): Action<GrantPermissionsCommandInput, GrantPermissionsResponse> =>
  lakeFormationAction({
    operation: 'GrantPermissions',
    readOnly: false,
    handle: (input, exchange) => {
      applyChange(state, 'grant', input, exchange.caller);
      return {};
    },
  });
