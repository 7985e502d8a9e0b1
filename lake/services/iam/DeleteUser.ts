import type { DeleteUserRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { checkEmpty } from './answers.js';
import { conflict } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Removes a user who holds nothing any more. Source: IAM API Reference, "DeleteUser". */
export function deleteUser({ store }: IamState): Action<DeleteUserRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteUser',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const user = store.user(input.UserName ?? '');
      checkEmpty(user);
      if (user.groups.size > 0) throw conflict('Cannot delete entity, must remove users from group first.');
      if (user.loginProfileCreatedAt !== undefined)
        throw conflict('Cannot delete entity, must delete login profile first.');
      if ([...store.accessKeys.values()].some((key) => key.userName === user.name)) {
        throw conflict('Cannot delete entity, must delete access keys first.');
      }
      store.users.delete(user.name);
      return {};
    },
  });
}
