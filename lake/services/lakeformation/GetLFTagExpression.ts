import type { GetLFTagExpressionCommandInput, GetLFTagExpressionResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { savedExpression, savedShape } from './saved-expression.js';
import type { LakeFormationState } from './state.js';

export const getLFTagExpression = (
  state: LakeFormationState,
): Action<GetLFTagExpressionCommandInput, GetLFTagExpressionResponse> =>
  lakeFormationAction({
    operation: 'GetLFTagExpression',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const saved = savedExpression(state, input.Name, exchange.caller.principalArn, ['DESCRIBE']);
      return savedShape(saved, state.account.accountId);
    },
  });
