import type { ListLFTagsCommandInput, ListLFTagsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { visibleValues } from './tag-access.js';

const MAX_RESULTS = 1000;

/** The tags, and of each the values, that the caller may see. No other account shares any. */
export const listLFTags = (state: LakeFormationState): Action<ListLFTagsCommandInput, ListLFTagsResponse> =>
  lakeFormationAction({
    operation: 'ListLFTags',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const known = input.ResourceShareType === 'FOREIGN' ? [] : [...state.tags.definitions.values()];
      const found = known
        .map((definition) => ({ key: definition.key, values: visibleValues(state, principalArn, definition) }))
        .filter(({ values }) => values.length > 0)
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const result = page(found, ({ key }) => key, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_RESULTS,
        question: [input.ResourceShareType, principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        LFTags: result.items.map(({ key, values }) => ({
          CatalogId: state.account.accountId,
          TagKey: key,
          TagValues: [...values],
        })),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
