import type { ListRolesRequest, ListRolesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, roleAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The account's roles below a path, by name. Source: IAM API Reference, "ListRoles". */
export function listRoles({ store }: IamState): Action<ListRolesRequest, ListRolesResponse> {
  return iamAction({
    operation: 'ListRoles',
    readOnly: true,
    resource: () => store.arnOf('role', '/', ''),
    handle: (input) => {
      const found = store.roles.values().filter((one) => one.path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...rest } = iamPage(found, (one) => one.name.toLowerCase(), input);
      return { Roles: items.map((role) => roleAnswer(role, store, { withTags: false })), ...rest };
    },
  });
}
