import type { TagResourceCommandInput, TagResourceResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import type { GlueState } from './state.js';
import { tagAction } from './tag-action.js';

export const tagResource = (state: GlueState): Action<TagResourceCommandInput, TagResourceResponse> =>
  tagAction('TagResource', false, (input) => {
    const arn = input.ResourceArn ?? '';
    state.tags.set(arn, { ...state.tags.get(arn), ...input.TagsToAdd });
    return {};
  });
