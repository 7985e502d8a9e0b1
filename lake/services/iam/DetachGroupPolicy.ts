import type { DetachGroupPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes a managed policy from the group. Source: IAM API Reference, "DetachGroupPolicy". */
export function detachGroupPolicy({ store }: IamState): Action<DetachGroupPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DetachGroupPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      if (!store.group(input.GroupName ?? '').attached.delete(input.PolicyArn ?? '')) {
        throw noSuchEntity(`Policy ${input.PolicyArn ?? ''} was not found.`);
      }
      return {};
    },
  });
}
