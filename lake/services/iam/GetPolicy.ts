import type { GetPolicyRequest, GetPolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { policyAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** A managed policy without its text. Source: IAM API Reference, "GetPolicy". */
export function getPolicy({ store }: IamState): Action<GetPolicyRequest, GetPolicyResponse> {
  return iamAction({
    operation: 'GetPolicy',
    readOnly: true,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => ({ Policy: policyAnswer(store.policy(input.PolicyArn ?? ''), store) }),
  });
}
