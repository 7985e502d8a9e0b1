import type { ListLFTagExpressionsCommandInput, ListLFTagExpressionsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { holdsOnExpression, savedShape } from './saved-expression.js';
import type { LakeFormationState } from './state.js';

const MAX_RESULTS = 1000;

export const listLFTagExpressions = (
  state: LakeFormationState,
): Action<ListLFTagExpressionsCommandInput, ListLFTagExpressionsResponse> =>
  lakeFormationAction({
    operation: 'ListLFTagExpressions',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const found = [...state.tags.expressions.values()]
        .filter(({ name }) => holdsOnExpression(state, principalArn, name, ['DESCRIBE']))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const result = page(found, ({ name }) => name, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: MAX_RESULTS,
        question: principalArn,
        errorCode: 'InvalidInputException',
      });
      return {
        LFTagExpressions: result.items.map((saved) => savedShape(saved, state.account.accountId)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
