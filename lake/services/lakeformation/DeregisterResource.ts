import type { DeregisterResourceCommandInput, DeregisterResourceResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { registeredAt, registeredPath } from './location.js';
import type { LakeFormationState } from './state.js';

export const deregisterResource = (
  state: LakeFormationState,
): Action<DeregisterResourceCommandInput, DeregisterResourceResponse> =>
  lakeFormationAction({
    operation: 'DeregisterResource',
    readOnly: false,
    handle: (input) => {
      registeredAt(state, input.ResourceArn);
      state.locations.delete(registeredPath(input.ResourceArn));
      return {};
    },
  });
