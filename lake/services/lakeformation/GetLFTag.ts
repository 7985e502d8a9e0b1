import type { GetLFTagCommandInput, GetLFTagResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { visibleTag } from './tag-access.js';

export const getLFTag = (state: LakeFormationState): Action<GetLFTagCommandInput, GetLFTagResponse> =>
  lakeFormationAction({
    operation: 'GetLFTag',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { definition, values } = visibleTag(state, input.TagKey, exchange.caller.principalArn);
      return { CatalogId: state.account.accountId, TagKey: definition.key, TagValues: [...values] };
    },
  });
