import type { CreateGroupRequest, CreateGroupResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { groupAnswer } from './answers.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import { type IamGroup, newId } from './store.js';

/** A group, whose policies bind its users. Source: IAM API Reference, "CreateGroup". */
export function createGroup({ store }: IamState): Action<CreateGroupRequest, CreateGroupResponse> {
  return iamAction({
    operation: 'CreateGroup',
    readOnly: false,
    resource: (input) => store.arnOf('group', input.Path ?? '/', input.GroupName ?? ''),
    handle: (input) => {
      const name = input.GroupName ?? '';
      if (store.groups.has(name)) throw alreadyExists('Group', name);
      const path = input.Path ?? '/';
      const group: IamGroup = {
        kind: 'group',
        name,
        id: newId('AGPA'),
        arn: store.arnOf('group', path, name),
        path,
        createdAt: store.now(),
        inline: new Map(),
        attached: new Set(),
        tags: new Map(),
      };
      store.groups.set(name, group);
      return { Group: groupAnswer(group) };
    },
  });
}
