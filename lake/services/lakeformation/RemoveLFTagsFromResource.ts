import type {
  RemoveLFTagsFromResourceCommandInput,
  RemoveLFTagsFromResourceResponse,
} from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { entityNotFound } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { forEachTag, placesOf, taggedResource } from './taggable.js';

/** Takes away what was put on the resource itself; what it inherits stays. */
export const removeLFTagsFromResource = (
  state: LakeFormationState,
): Action<RemoveLFTagsFromResourceCommandInput, RemoveLFTagsFromResourceResponse> =>
  lakeFormationAction({
    operation: 'RemoveLFTagsFromResource',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const places = placesOf(taggedResource(state, input.Resource ?? {}, principalArn));
      const failures = forEachTag(state, input.LFTags, principalArn, (key, value) => {
        if (places.some((place) => state.tags.assigned(place).get(key) !== value)) {
          throw entityNotFound('The LF-Tag is not assigned to the resource.');
        }
        for (const place of places) state.tags.unassign(place, key);
      });
      return { Failures: failures };
    },
  });
