import type { GetResourcePoliciesCommandInput, GetResourcePoliciesResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

/** Policies come from cross-account grants, which are not modelled, so there is none to list. */
export const getResourcePolicies = (
  state: GlueState,
): Action<GetResourcePoliciesCommandInput, GetResourcePoliciesResponse> =>
  glueAction(state, {
    operation: 'GetResourcePolicies',
    readOnly: true,
    subject: () => ({}),
    handle: () => ({ GetResourcePoliciesResponseList: [] }),
  });
