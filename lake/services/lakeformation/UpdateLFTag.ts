import type { UpdateLFTagCommandInput, UpdateLFTagResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { requireOnTag, visibleTag } from './tag-access.js';
import { ALL_VALUES, tagWords } from './tag-shape.js';

const MAX_VALUES = 1000;

/** A value that something carries cannot be taken away: "Update not allowed" (Lake Formation API, UpdateLFTag). */
export const updateLFTag = (state: LakeFormationState): Action<UpdateLFTagCommandInput, UpdateLFTagResponse> =>
  lakeFormationAction({
    operation: 'UpdateLFTag',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const { definition } = visibleTag(state, input.TagKey, principalArn);
      requireOnTag(state, principalArn, 'ALTER', definition);
      const removed = tagWords(input.TagValuesToDelete);
      if (removed.some((value) => state.tags.isInUse(definition.key, value))) throw invalidInput('Update not allowed');
      const added = tagWords(input.TagValuesToAdd);
      const kept = definition.values.filter((value) => !removed.includes(value));
      const values = [...new Set([...kept, ...added])].sort();
      if (values.length === 0 || values.length > MAX_VALUES || values.includes(ALL_VALUES)) {
        throw invalidInput('Tag values are not valid.');
      }
      state.tags.definitions.set(definition.key, { key: definition.key, values });
      return {};
    },
  });
