import type { ListGroupsForUserRequest, ListGroupsForUserResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { groupAnswer, iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The groups of a user. Source: IAM API Reference, "ListGroupsForUser". */
export function listGroupsForUser({ store }: IamState): Action<ListGroupsForUserRequest, ListGroupsForUserResponse> {
  return iamAction({
    operation: 'ListGroupsForUser',
    readOnly: true,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const names = [...store.user(input.UserName ?? '').groups].sort();
      const { items, ...rest } = iamPage(names, (name) => name, input);
      return { Groups: items.map((name) => groupAnswer(store.group(name))), ...rest };
    },
  });
}
