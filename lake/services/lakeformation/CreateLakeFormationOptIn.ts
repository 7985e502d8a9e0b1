import type {
  CreateLakeFormationOptInCommandInput,
  CreateLakeFormationOptInResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { optInPair } from './opt-in-request.js';
import type { LakeFormationState } from './state.js';

/** From here on Lake Formation decides for the principal on the resource, whatever IAM_ALLOWED_PRINCIPALS holds there. */
export const createLakeFormationOptIn = (
  state: LakeFormationState,
): Action<CreateLakeFormationOptInCommandInput, CreateLakeFormationOptInResponse> =>
  lakeFormationAction({
    operation: 'CreateLakeFormationOptIn',
    readOnly: false,
    handle: (input, exchange) => {
      const { principalArn } = exchange.caller;
      const { principal, resource } = optInPair(state, input, principalArn);
      if (state.optIns.has(principal, resource)) throw invalidInput('Resource is already opted in for the principal.');
      state.optIns.add({ principal, resource, updatedAt: state.account.clock.now(), updatedBy: principalArn });
      return {};
    },
  });
