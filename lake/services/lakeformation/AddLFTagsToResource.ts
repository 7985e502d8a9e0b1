import type { AddLFTagsToResourceCommandInput, AddLFTagsToResourceResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { forEachTag, placesOf, taggedResource } from './taggable.js';

/** "A maximum of 50 LF-Tags can be assigned to a resource" (Developer Guide, "TBAC-notes"). */
const MAX_TAGS_OF_RESOURCE = 50;

export const addLFTagsToResource = (
  state: LakeFormationState,
): Action<AddLFTagsToResourceCommandInput, AddLFTagsToResourceResponse> =>
  lakeFormationAction({
    operation: 'AddLFTagsToResource',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const places = placesOf(taggedResource(state, input.Resource ?? {}, principalArn));
      const failures = forEachTag(state, input.LFTags, principalArn, (key, value) => {
        const isFull = places.some((place) => {
          const own = state.tags.assigned(place);
          return !own.has(key) && own.size >= MAX_TAGS_OF_RESOURCE;
        });
        if (isFull) throw invalidInput(`A resource can have ${MAX_TAGS_OF_RESOURCE} LF-Tags at most.`);
        for (const place of places) state.tags.assign(place, key, value);
      });
      return { Failures: failures };
    },
  });
