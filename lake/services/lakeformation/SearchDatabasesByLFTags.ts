import type {
  SearchDatabasesByLFTagsCommandInput,
  SearchDatabasesByLFTagsResponse,
} from '@aws-sdk/client-lakeformation';
import { databaseVisible } from '../../access/lakeformation/database-access.js';
import { satisfies } from '../../access/lakeformation/tags.js';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { checkCatalogId } from './catalog-id.js';
import { databaseQuestion } from './decision-context.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { MAX_SEARCH_RESULTS, searchExpression } from './tag-search.js';
import { tagPairs } from './tag-shape.js';

/** Databases that the caller sees and that satisfy the expression. */
export const searchDatabasesByLFTags = (
  state: LakeFormationState,
): Action<SearchDatabasesByLFTagsCommandInput, SearchDatabasesByLFTagsResponse> =>
  lakeFormationAction({
    operation: 'SearchDatabasesByLFTags',
    readOnly: true,
    handle: (input, exchange) => {
      const { accountId } = state.account;
      checkCatalogId(input.CatalogId, accountId);
      const { principalArn } = exchange.caller;
      const expression = searchExpression(state, input.Expression, principalArn);
      const found = state
        .getLake()
        .catalogue.databases()
        .map((database) => database.name)
        .filter((name) => satisfies(state.tags.database(name), expression))
        .filter((name) => databaseVisible(databaseQuestion(state, principalArn, name)))
        .sort();
      const result = page(found, (name) => name, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_SEARCH_RESULTS,
        question: [input.Expression, principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        DatabaseList: result.items.map((Name) => ({
          Database: { CatalogId: accountId, Name },
          LFTags: tagPairs(state.tags.database(Name), accountId),
        })),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
