import type { UpdateUserRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Renames a user or moves him to another path; his id, keys and policies stay. Source: IAM API Reference, "UpdateUser". */
export function updateUser({ store }: IamState): Action<UpdateUserRequest, Record<string, never>> {
  return iamAction({
    operation: 'UpdateUser',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const user = store.user(input.UserName ?? '');
      const name = input.NewUserName ?? user.name;
      const path = input.NewPath ?? user.path;
      if (name.toLowerCase() !== user.name.toLowerCase() && store.users.has(name)) throw alreadyExists('User', name);
      store.users.delete(user.name);
      store.users.set(name, { ...user, name, path, arn: store.arnOf('user', path, name) });
      for (const key of store.accessKeys.values()) {
        if (key.userName !== user.name) continue;
        key.userName = name;
        store.accessKeys.changed(key.accessKeyId);
      }
      return {};
    },
  });
}
