import type { ListUsersRequest, ListUsersResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, userAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The account's users below a path, by name. Source: IAM API Reference, "ListUsers". */
export function listUsers({ store }: IamState): Action<ListUsersRequest, ListUsersResponse> {
  return iamAction({
    operation: 'ListUsers',
    readOnly: true,
    resource: () => store.arnOf('user', '/', ''),
    handle: (input) => {
      const found = store.users.values().filter((one) => one.path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...rest } = iamPage(found, (one) => one.name.toLowerCase(), input);
      return { Users: items.map((user) => userAnswer(user, { withTags: false })), ...rest };
    },
  });
}
