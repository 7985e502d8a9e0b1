import type { AddTagsRequest } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Adds tags to a trail. Source: CloudTrail API Reference, "AddTags". */
export function addTags(state: CloudTrailState): Action<AddTagsRequest, Record<string, never>> {
  return trailAction<AddTagsRequest, Record<string, never>>(state, {
    operation: 'AddTags',
    readOnly: false,
    trail: (input) => input.ResourceId,
    handle: (input) => {
      const { tags } = findTrail(state, input.ResourceId);
      for (const tag of input.TagsList ?? []) tags.set(tag.Key ?? '', tag.Value ?? '');
      return {};
    },
  });
}
