import type { PutGroupPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { putInlinePolicy } from './documents.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Stores an inline policy with the group; one of the same name is replaced. Source: IAM API Reference, "PutGroupPolicy". */
export function putGroupPolicy({ store }: IamState): Action<PutGroupPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'PutGroupPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      putInlinePolicy(store.group(input.GroupName ?? ''), input.PolicyName, input.PolicyDocument);
      return {};
    },
  });
}
