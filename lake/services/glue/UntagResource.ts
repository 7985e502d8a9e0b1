import type { UntagResourceCommandInput, UntagResourceResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import type { GlueState } from './state.js';
import { tagAction } from './tag-action.js';

export const untagResource = (state: GlueState): Action<UntagResourceCommandInput, UntagResourceResponse> =>
  tagAction(state, 'UntagResource', {
    readOnly: false,
    handle: (key, input) => {
      const kept = Object.entries(state.tags.get(key) ?? {}).filter(([name]) => !input.TagsToRemove?.includes(name));
      state.tags.set(key, Object.fromEntries(kept));
      return {};
    },
  });
