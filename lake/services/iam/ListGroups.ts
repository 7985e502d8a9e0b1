import type { ListGroupsRequest, ListGroupsResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { groupAnswer, iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The account's groups below a path, by name. Source: IAM API Reference, "ListGroups". */
export function listGroups({ store }: IamState): Action<ListGroupsRequest, ListGroupsResponse> {
  return iamAction({
    operation: 'ListGroups',
    readOnly: true,
    resource: () => store.arnOf('group', '/', ''),
    handle: (input) => {
      const found = store.groups.values().filter((one) => one.path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...rest } = iamPage(found, (one) => one.name.toLowerCase(), input);
      return { Groups: items.map((group) => groupAnswer(group)), ...rest };
    },
  });
}
