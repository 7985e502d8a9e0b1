import type { AttachGroupPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { attachPolicy } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Attaches a managed policy to the group. Source: IAM API Reference, "AttachGroupPolicy". */
export function attachGroupPolicy({ store }: IamState): Action<AttachGroupPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'AttachGroupPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      attachPolicy(store.group(input.GroupName ?? ''), input.PolicyArn, store);
      return {};
    },
  });
}
