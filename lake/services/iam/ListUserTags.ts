import type { ListUserTagsRequest, ListUserTagsResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, tagList } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Tags of the user, by key. Source: IAM API Reference, "ListUserTags". */
export function listUserTags({ store }: IamState): Action<ListUserTagsRequest, ListUserTagsResponse> {
  return iamAction({
    operation: 'ListUserTags',
    readOnly: true,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const tags = tagList(store.user(input.UserName ?? '').tags).sort((a, b) =>
        (a.Key ?? '') < (b.Key ?? '') ? -1 : 1,
      );
      const { items, ...rest } = iamPage(tags, (tag) => tag.Key ?? '', input);
      return { Tags: items, ...rest };
    },
  });
}
