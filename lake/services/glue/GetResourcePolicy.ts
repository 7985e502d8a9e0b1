import type { GetResourcePolicyCommandInput, GetResourcePolicyResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

/** A catalogue policy cannot be put here (PutResourcePolicy answers NotImplemented), so there is none to get. */
export const getResourcePolicy = (state: GlueState): Action<GetResourcePolicyCommandInput, GetResourcePolicyResponse> =>
  glueAction(state, {
    operation: 'GetResourcePolicy',
    readOnly: true,
    subject: () => ({}),
    handle: () => {
      throw new AwsError('EntityNotFoundException', 'Policy not found');
    },
  });
