import type { DeleteRolePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes an inline policy from the role. Source: IAM API Reference, "DeleteRolePolicy". */
export function deleteRolePolicy({ store }: IamState): Action<DeleteRolePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteRolePolicy',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      if (!store.role(input.RoleName ?? '').inline.delete(input.PolicyName ?? '')) {
        throw noSuchEntity(`The role policy with name ${input.PolicyName ?? ''} cannot be found.`);
      }
      return {};
    },
  });
}
