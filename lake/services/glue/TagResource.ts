import type { TagResourceCommandInput, TagResourceResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { invalidInput } from './errors.js';
import type { GlueState } from './state.js';
import { tagAction } from './tag-action.js';

/** Glue Developer Guide, "monitor-tags": "maximum number of tags per resource". */
const MAX_TAGS = 50;

export const tagResource = (state: GlueState): Action<TagResourceCommandInput, TagResourceResponse> =>
  tagAction(state, 'TagResource', {
    readOnly: false,
    handle: (key, input) => {
      const tags = { ...state.tags.get(key), ...input.TagsToAdd };
      if (Object.keys(tags).length > MAX_TAGS) throw invalidInput(`A resource takes at most ${MAX_TAGS} tags.`);
      state.tags.set(key, tags);
      return {};
    },
  });
