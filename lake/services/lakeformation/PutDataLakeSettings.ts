import type {
  DataLakePrincipal,
  PrincipalPermissions,
  PutDataLakeSettingsCommandInput,
  PutDataLakeSettingsResponse,
} from '@aws-sdk/client-lakeformation';
import { IAM_ALLOWED_PRINCIPALS } from '../../access/lakeformation/grant.js';
import { isPrincipalIdentifier } from '../../access/lakeformation/principals.js';
import type { Action } from '../../model/action.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { MAX_ADMINISTRATORS, replacedSettings } from './settings.js';
import type { LakeFormationState } from './state.js';

/** Replaces the settings as a whole. IAM alone decides who may: whoever may call it can make himself administrator. */
export const putDataLakeSettings = (
  state: LakeFormationState,
): Action<PutDataLakeSettingsCommandInput, PutDataLakeSettingsResponse> =>
  lakeFormationAction({
    operation: 'PutDataLakeSettings',
    readOnly: false,
    handle: (input) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const sent = input.DataLakeSettings ?? {};
      if ((sent.DataLakeAdmins?.length ?? 0) > MAX_ADMINISTRATORS) {
        throw invalidInput(`The number of data lake administrators cannot exceed ${MAX_ADMINISTRATORS}.`);
      }
      checkAdministrators(sent.DataLakeAdmins);
      checkAdministrators(sent.ReadOnlyAdmins);
      checkDefaults(sent.CreateDatabaseDefaultPermissions);
      checkDefaults(sent.CreateTableDefaultPermissions);
      state.settings = replacedSettings(sent);
      return {};
    },
  });

function checkAdministrators(principals: readonly DataLakePrincipal[] | undefined): void {
  for (const { DataLakePrincipalIdentifier: identifier } of principals ?? []) {
    if (identifier === undefined || identifier === IAM_ALLOWED_PRINCIPALS || !isPrincipalIdentifier(identifier)) {
      throw invalidInput('Invalid principal');
    }
  }
}

/** The only default that may be set is ALL to IAM_ALLOWED_PRINCIPALS (Lake Formation API, DataLakeSettings). */
function checkDefaults(defaults: readonly PrincipalPermissions[] | undefined): void {
  for (const entry of defaults ?? []) {
    const isIamOnly =
      entry.Principal?.DataLakePrincipalIdentifier === IAM_ALLOWED_PRINCIPALS &&
      (entry.Permissions ?? []).every((permission) => permission === 'ALL');
    if (!isIamOnly) throw invalidInput('Default permissions may only grant ALL to IAM_ALLOWED_PRINCIPALS.');
  }
}
