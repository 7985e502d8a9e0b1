import type { AddUserToGroupRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { limitExceeded } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** IAM User Guide, "IAM and AWS STS quotas". */
const MAX_GROUPS = 10;

/** Makes a user a member of a group. Source: IAM API Reference, "AddUserToGroup". */
export function addUserToGroup({ store }: IamState): Action<AddUserToGroupRequest, Record<string, never>> {
  return iamAction({
    operation: 'AddUserToGroup',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      const { groups } = store.user(input.UserName ?? '');
      if (!groups.has(group.name) && groups.size >= MAX_GROUPS) {
        throw limitExceeded(`Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS}`);
      }
      groups.add(group.name);
      return {};
    },
  });
}
