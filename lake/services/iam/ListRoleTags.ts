import type { ListRoleTagsRequest, ListRoleTagsResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, tagList } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Tags of the role, by key. Source: IAM API Reference, "ListRoleTags". */
export function listRoleTags({ store }: IamState): Action<ListRoleTagsRequest, ListRoleTagsResponse> {
  return iamAction({
    operation: 'ListRoleTags',
    readOnly: true,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const tags = tagList(store.role(input.RoleName ?? '').tags).sort((a, b) =>
        (a.Key ?? '') < (b.Key ?? '') ? -1 : 1,
      );
      const { items, ...rest } = iamPage(tags, (tag) => tag.Key ?? '', input);
      return { Tags: items, ...rest };
    },
  });
}
