import type { UpdateGroupRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Renames a group or moves it to another path; its members stay. Source: IAM API Reference, "UpdateGroup". */
export function updateGroup({ store }: IamState): Action<UpdateGroupRequest, Record<string, never>> {
  return iamAction({
    operation: 'UpdateGroup',
    readOnly: false,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      const name = input.NewGroupName ?? group.name;
      const path = input.NewPath ?? group.path;
      if (name.toLowerCase() !== group.name.toLowerCase() && store.groups.has(name)) throw alreadyExists('Group', name);
      store.groups.delete(group.name);
      store.groups.set(name, { ...group, name, path, arn: store.arnOf('group', path, name) });
      for (const user of store.users.values()) {
        if (!user.groups.delete(group.name)) continue;
        user.groups.add(name);
        store.users.changed(user.name);
      }
      return {};
    },
  });
}
