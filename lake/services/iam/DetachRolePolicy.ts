import type { DetachRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes a managed policy from the role. Source: IAM API Reference, "DetachRolePolicy". */
export function detachRolePolicy({ store }: IamState): Action<DetachRolePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DetachRolePolicy',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      if (!store.role(input.RoleName ?? '').attached.delete(input.PolicyArn ?? '')) {
        throw noSuchEntity(`Policy ${input.PolicyArn ?? ''} was not found.`);
      }
      return {};
    },
  });
}
