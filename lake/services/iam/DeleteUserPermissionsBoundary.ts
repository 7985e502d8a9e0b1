import type { DeleteUserPermissionsBoundaryRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { noSuchEntity } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Lifts the bound on what a user may do. Source: IAM API Reference, "DeleteUserPermissionsBoundary". */
export function deleteUserPermissionsBoundary({
  store,
}: IamState): Action<DeleteUserPermissionsBoundaryRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteUserPermissionsBoundary',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const user = store.user(input.UserName ?? '');
      if (user.boundaryArn === undefined) {
        throw noSuchEntity(`No permissions boundary policy attached to user ${user.name}.`);
      }
      delete user.boundaryArn;
      return {};
    },
  });
}
