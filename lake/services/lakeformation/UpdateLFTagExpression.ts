import type { UpdateLFTagExpressionCommandInput, UpdateLFTagExpressionResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { newBody, savedExpression } from './saved-expression.js';
import type { LakeFormationState } from './state.js';

/** Grants that name the expression reach at once what it says now (Lake Formation API, UpdateLFTagExpression). */
export const updateLFTagExpression = (
  state: LakeFormationState,
): Action<UpdateLFTagExpressionCommandInput, UpdateLFTagExpressionResponse> =>
  lakeFormationAction({
    operation: 'UpdateLFTagExpression',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const { name, description } = savedExpression(state, input.Name, principalArn, ['ALTER']);
      const expression = newBody(state, input.Expression, principalArn);
      state.tags.expressions.set(name, { name, description: input.Description ?? description, expression });
      return {};
    },
  });
