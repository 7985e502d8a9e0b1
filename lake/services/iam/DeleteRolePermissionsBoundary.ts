import type { DeleteRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Lifts the bound on what a role may do. Source: IAM API Reference, "DeleteRolePermissionsBoundary". */
export function deleteRolePermissionsBoundary({
  store,
}: IamState): Action<DeleteRolePermissionsBoundaryRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteRolePermissionsBoundary',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const role = store.role(input.RoleName ?? '');
      if (role.boundaryArn === undefined) {
        throw noSuchEntity(`No permissions boundary policy attached to role ${role.name}.`);
      }
      delete role.boundaryArn;
      return {};
    },
  });
}
