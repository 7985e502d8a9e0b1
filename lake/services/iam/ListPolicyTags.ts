import type { ListPolicyTagsRequest, ListPolicyTagsResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, tagList } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Tags of the managed policy, by key. Source: IAM API Reference, "ListPolicyTags". */
export function listPolicyTags({ store }: IamState): Action<ListPolicyTagsRequest, ListPolicyTagsResponse> {
  return iamAction({
    operation: 'ListPolicyTags',
    readOnly: true,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const tags = tagList(store.policy(input.PolicyArn ?? '').tags).sort((a, b) =>
        (a.Key ?? '') < (b.Key ?? '') ? -1 : 1,
      );
      const { items, ...rest } = iamPage(tags, (tag) => tag.Key ?? '', input);
      return { Tags: items, ...rest };
    },
  });
}
