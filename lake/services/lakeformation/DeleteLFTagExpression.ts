import type { DeleteLFTagExpressionCommandInput, DeleteLFTagExpressionResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { savedExpression } from './saved-expression.js';
import type { LakeFormationState } from './state.js';

/** Grants on it and by it go too (Lake Formation API, DeleteLFTagExpression). */
export const deleteLFTagExpression = (
  state: LakeFormationState,
): Action<DeleteLFTagExpressionCommandInput, DeleteLFTagExpressionResponse> =>
  lakeFormationAction({
    operation: 'DeleteLFTagExpression',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { name } = savedExpression(state, input.Name, exchange.caller.principalArn, ['DROP']);
      state.tags.expressions.delete(name);
      state.grants.dropWhere(
        (resource) =>
          (resource.kind === 'tag-expression' || resource.kind === 'named-tag-policy') &&
          resource.expressionName === name,
      );
      return {};
    },
  });
