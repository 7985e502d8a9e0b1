import type { GetGroupPolicyRequest, GetGroupPolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { encodedPolicy } from './answers.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** An inline policy of the group, percent-encoded. Source: IAM API Reference, "GetGroupPolicy". */
export function getGroupPolicy({ store }: IamState): Action<GetGroupPolicyRequest, GetGroupPolicyResponse> {
  return iamAction({
    operation: 'GetGroupPolicy',
    readOnly: true,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      const policy = group.inline.get(input.PolicyName ?? '');
      if (policy === undefined)
        throw noSuchEntity(`The group policy with name ${input.PolicyName ?? ''} cannot be found.`);
      return { GroupName: group.name, PolicyName: input.PolicyName, PolicyDocument: encodedPolicy(policy.text) };
    },
  });
}
