import type { DeleteGroupPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes an inline policy from the group. Source: IAM API Reference, "DeleteGroupPolicy". */
export function deleteGroupPolicy({ store }: IamState): Action<DeleteGroupPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteGroupPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      if (!store.group(input.GroupName ?? '').inline.delete(input.PolicyName ?? '')) {
        throw noSuchEntity(`The group policy with name ${input.PolicyName ?? ''} cannot be found.`);
      }
      return {};
    },
  });
}
