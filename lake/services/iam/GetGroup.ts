import type { GetGroupRequest, GetGroupResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { groupAnswer, iamPage, userAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** A group and its users. Source: IAM API Reference, "GetGroup". */
export function getGroup({ store }: IamState): Action<GetGroupRequest, GetGroupResponse> {
  return iamAction({
    operation: 'GetGroup',
    readOnly: true,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const group = store.group(input.GroupName ?? '');
      const members = store.users.values().filter((user) => user.groups.has(group.name));
      const { items, ...rest } = iamPage(members, (user) => user.name.toLowerCase(), input);
      return { Group: groupAnswer(group), Users: items.map((user) => userAnswer(user, { withTags: false })), ...rest };
    },
  });
}
