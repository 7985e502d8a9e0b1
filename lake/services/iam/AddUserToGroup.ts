import type { AddUserToGroupRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Makes a user a member of a group. Source: IAM API Reference, "AddUserToGroup". */
export function addUserToGroup({ store }: IamState): Action<AddUserToGroupRequest, Record<string, never>> {
  return iamAction({
    operation: 'AddUserToGroup',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      store.user(input.UserName ?? '').groups.add(group.name);
      return {};
    },
  });
}
