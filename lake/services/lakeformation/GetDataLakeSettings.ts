import type { GetDataLakeSettingsCommandInput, GetDataLakeSettingsResponse } from '@aws-sdk/client-lakeformation';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';

export const getDataLakeSettings = (
  state: LakeFormationState,
): Action<GetDataLakeSettingsCommandInput, GetDataLakeSettingsResponse> =>
  lakeFormationAction({
    operation: 'GetDataLakeSettings',
    readOnly: true,
    handle: (input) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      return { DataLakeSettings: state.settings };
    },
  });
