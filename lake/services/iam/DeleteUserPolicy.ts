import type { DeleteUserPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes an inline policy from the user. Source: IAM API Reference, "DeleteUserPolicy". */
export function deleteUserPolicy({ store }: IamState): Action<DeleteUserPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteUserPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      if (!store.user(input.UserName ?? '').inline.delete(input.PolicyName ?? '')) {
        throw noSuchEntity(`The user policy with name ${input.PolicyName ?? ''} cannot be found.`);
      }
      return {};
    },
  });
}
