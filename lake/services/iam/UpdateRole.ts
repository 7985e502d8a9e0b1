import type { UpdateRoleRequest, UpdateRoleResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Changes description and longest session of a role. Source: IAM API Reference, "UpdateRole". */
export function updateRole({ store }: IamState): Action<UpdateRoleRequest, UpdateRoleResponse> {
  return iamAction({
    operation: 'UpdateRole',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const role = store.role(input.RoleName ?? '');
      if (input.Description !== undefined) role.description = input.Description;
      if (input.MaxSessionDuration !== undefined) role.maxSessionDurationSeconds = input.MaxSessionDuration;
      return {};
    },
  });
}
