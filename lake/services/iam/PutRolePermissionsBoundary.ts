import type { PutRolePermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Sets the managed policy that bounds what a role may do. Source: IAM API Reference, "PutRolePermissionsBoundary". */
export function putRolePermissionsBoundary({
  store,
}: IamState): Action<PutRolePermissionsBoundaryRequest, Record<string, never>> {
  return iamAction({
    operation: 'PutRolePermissionsBoundary',
    readOnly: false,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      store.role(input.RoleName ?? '').boundaryArn = store.policy(input.PermissionsBoundary ?? '').arn;
      return {};
    },
  });
}
