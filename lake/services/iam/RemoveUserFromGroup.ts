import type { RemoveUserFromGroupRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Ends a membership. Source: IAM API Reference, "RemoveUserFromGroup". */
export function removeUserFromGroup({ store }: IamState): Action<RemoveUserFromGroupRequest, Record<string, never>> {
  return iamAction({
    operation: 'RemoveUserFromGroup',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      store.user(input.UserName ?? '').groups.delete(group.name);
      return {};
    },
  });
}
