import type { SearchTablesByLFTagsCommandInput, SearchTablesByLFTagsResponse } from '@aws-sdk/client-lakeformation';
import { tableAccess } from '../../access/lakeformation/table-access.js';
import { satisfies } from '../../access/lakeformation/tags.js';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { checkCatalogId } from './catalog-id.js';
import { tableQuestion } from './decision-context.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { MAX_SEARCH_RESULTS, searchExpression } from './tag-search.js';
import { tagsOfTable } from './tags-of-table.js';

/** Tables that the caller sees and that satisfy the expression, they themselves or a column of theirs. */
export const searchTablesByLFTags = (
  state: LakeFormationState,
): Action<SearchTablesByLFTagsCommandInput, SearchTablesByLFTagsResponse> =>
  lakeFormationAction({
    operation: 'SearchTablesByLFTags',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const expression = searchExpression(state, input.Expression, principalArn);
      const { catalogue } = state.getLake();
      const found = catalogue
        .databases()
        .flatMap((database) => catalogue.tables(database.name))
        .filter(({ databaseName, name }) =>
          [state.tags.table(databaseName, name), ...state.tags.taggedColumns(databaseName, name).values()].some(
            (tags) => satisfies(tags, expression),
          ),
        )
        .map((table) => ({ table, access: tableAccess(tableQuestion(state, principalArn, table)) }))
        .filter(({ access }) => access.visible)
        .map(({ table, access }) => ({ table, access, key: JSON.stringify([table.databaseName, table.name]) }))
        .sort((a, b) => (a.key < b.key ? -1 : 1));
      const result = page(found, (entry) => entry.key, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_SEARCH_RESULTS,
        question: [input.Expression, principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        TableList: result.items.map(({ table, access }) => ({
          Table: { CatalogId: state.account.accountId, DatabaseName: table.databaseName, Name: table.name },
          ...tagsOfTable(state, table, access.described, false),
        })),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
