import type { ListTagsRequest, ListTagsResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Tags of trails. Source: CloudTrail API Reference, "ListTags". */
export function listTags(state: CloudTrailState): Action<ListTagsRequest, ListTagsResponse> {
  return trailAction<ListTagsRequest, ListTagsResponse>(state, {
    operation: 'ListTags',
    readOnly: true,
    handle: (input) => ({
      ResourceTagList: (input.ResourceIdList ?? []).map((arn) => ({
        ResourceId: arn,
        TagsList: [...findTrail(state, arn).tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    }),
  });
}
