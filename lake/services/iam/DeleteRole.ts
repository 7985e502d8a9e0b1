import type { DeleteRoleRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { checkEmpty } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Removes a role that holds no policies any more. Source: IAM API Reference, "DeleteRole". */
export function deleteRole({ store }: IamState): Action<DeleteRoleRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteRole',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const role = store.role(input.RoleName ?? '');
      checkEmpty(role);
      store.roles.delete(role.name);
      return {};
    },
  });
}
