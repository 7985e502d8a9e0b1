import type { DeleteLFTagCommandInput, DeleteLFTagResponse } from '@aws-sdk/client-lakeformation';
import type { GrantResource } from '../../access/lakeformation/grant.js';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { requireOnTag, visibleTag } from './tag-access.js';

/** Resources lose the tag, and policies that name it become invalid: they go (Lake Formation API, DeleteLFTag). */
export const deleteLFTag = (state: LakeFormationState): Action<DeleteLFTagCommandInput, DeleteLFTagResponse> =>
  lakeFormationAction({
    operation: 'DeleteLFTag',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      const { definition } = visibleTag(state, input.TagKey, principalArn);
      requireOnTag(state, principalArn, 'DROP', definition);
      state.tags.dropTag(definition.key);
      state.grants.dropWhere((resource) => namesTag(resource, definition.key));
      return {};
    },
  });

function namesTag(resource: GrantResource, key: string): boolean {
  if (resource.kind === 'tag') return resource.key === key;
  return resource.kind === 'tag-policy' && resource.expression.some((condition) => condition.key === key);
}
