import type {
  DeleteLakeFormationOptInCommandInput,
  DeleteLakeFormationOptInResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { entityNotFound } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { optInPair } from './opt-in-request.js';
import type { LakeFormationState } from './state.js';

export const deleteLakeFormationOptIn = (
  state: LakeFormationState,
): Action<DeleteLakeFormationOptInCommandInput, DeleteLakeFormationOptInResponse> =>
  lakeFormationAction({
    operation: 'DeleteLakeFormationOptIn',
    readOnly: false,
    handle: (input, exchange) => {
      const { principal, resource } = optInPair(state, input, exchange.caller.principalArn);
      if (!state.optIns.has(principal, resource)) throw entityNotFound('Opt-in not found.');
      state.optIns.remove(principal, resource);
      return {};
    },
  });
