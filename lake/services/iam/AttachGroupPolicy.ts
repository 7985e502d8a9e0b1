import type { AttachGroupPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Attaches a managed policy to the group. Source: IAM API Reference, "AttachGroupPolicy". */
export function attachGroupPolicy({ store }: IamState): Action<AttachGroupPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'AttachGroupPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      group.attached.add(store.policy(input.PolicyArn ?? '').arn);
      return {};
    },
  });
}
