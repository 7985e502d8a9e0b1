import type { CreateLFTagExpressionCommandInput, CreateLFTagExpressionResponse } from '@aws-sdk/client-lakeformation';
import { permissionsOf } from '../../access/lakeformation/permission-sets.js';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { newBody } from './saved-expression.js';
import type { LakeFormationState } from './state.js';
import { requireOnCatalog } from './tag-access.js';

/** Quota "LF-Tag expressions per account" (Developer Guide, "managing-tag-expressions"). */
const MAX_EXPRESSIONS = 1000;

/** Who makes one and is no administrator holds every permission on it from then on. */
export const createLFTagExpression = (
  state: LakeFormationState,
): Action<CreateLFTagExpressionCommandInput, CreateLFTagExpressionResponse> =>
  lakeFormationAction({
    operation: 'CreateLFTagExpression',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      requireOnCatalog(state, principalArn, 'CREATE_LF_TAG_EXPRESSION');
      const expression = newBody(state, input.Expression, principalArn);
      const name = input.Name ?? '';
      if (state.tags.expressions.has(name)) throw invalidInput('LF-Tag expression already exists');
      if (state.tags.expressions.size >= MAX_EXPRESSIONS) {
        throw new AwsError(
          'ResourceNumberLimitExceededException',
          'The number of LF-Tag expressions has reached its limit.',
        );
      }
      state.tags.expressions.set(name, { name, description: input.Description, expression });
      if (!state.isAdministrator(principalArn)) {
        const resource = { kind: 'tag-expression', expressionName: name } as const;
        const permissions = permissionsOf(resource);
        const now = state.account.clock.now();
        state.grants.write(
          { principal: principalArn, resource, permissions, grantable: permissions },
          now,
          principalArn,
        );
      }
      return {};
    },
  });
