import type { GetTagsCommandInput, GetTagsResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import type { GlueState } from './state.js';
import { tagAction } from './tag-action.js';

export const getTags = (state: GlueState): Action<GetTagsCommandInput, GetTagsResponse> =>
  tagAction(state, 'GetTags', { readOnly: true, handle: (key) => ({ Tags: { ...state.tags.get(key) } }) });
