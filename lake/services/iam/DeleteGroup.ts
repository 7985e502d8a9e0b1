import type { DeleteGroupRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { checkEmpty } from './answers.js';
import { conflict } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Removes an empty group. Source: IAM API Reference, "DeleteGroup". */
export function deleteGroup({ store }: IamState): Action<DeleteGroupRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeleteGroup',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      checkEmpty(group);
      if (store.users.values().some((user) => user.groups.has(group.name))) {
        throw conflict('Cannot delete entity, must remove users from group first.');
      }
      store.groups.delete(group.name);
      return {};
    },
  });
}
