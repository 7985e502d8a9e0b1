import type { GetUserPolicyRequest, GetUserPolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { encodedPolicy } from './answers.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** An inline policy of the user, percent-encoded. Source: IAM API Reference, "GetUserPolicy". */
export function getUserPolicy({ store }: IamState): Action<GetUserPolicyRequest, GetUserPolicyResponse> {
  return iamAction({
    operation: 'GetUserPolicy',
    readOnly: true,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const user = store.user(input.UserName ?? '');
      const policy = user.inline.get(input.PolicyName ?? '');
      if (policy === undefined)
        throw noSuchEntity(`The user policy with name ${input.PolicyName ?? ''} cannot be found.`);
      return { UserName: user.name, PolicyName: input.PolicyName, PolicyDocument: encodedPolicy(policy.text) };
    },
  });
}
