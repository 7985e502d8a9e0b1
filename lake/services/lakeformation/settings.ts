import type { DataLakePrincipal, DataLakeSettings, PrincipalPermissions } from '@aws-sdk/client-lakeformation';
import { IAM_ALLOWED_PRINCIPALS } from '../../access/lakeformation/grant.js';
import type { Caller } from '../../model/caller.js';
import type { LakeAccount } from '../../model/lake.js';

const IAM_ONLY: readonly PrincipalPermissions[] = [
  { Principal: { DataLakePrincipalIdentifier: IAM_ALLOWED_PRINCIPALS }, Permissions: ['ALL'] },
];

/** Quota "data lake administrators" (AWS General Reference, Lake Formation). */
export const MAX_ADMINISTRATORS = 30;

/**
 * The settings of an account that never called PutDataLakeSettings (Developer Guide, "change-settings"): IAM decides
 * alone about new objects. Beside AWS's default the deployer, `lake-admin`, is an administrator from the start.
 */
export function initialSettings(account: LakeAccount): DataLakeSettings {
  const deployer = `arn:${account.partition}:iam::${account.accountId}:user/lake-admin`;
  return {
    DataLakeAdmins: [{ DataLakePrincipalIdentifier: deployer }],
    ReadOnlyAdmins: [],
    CreateDatabaseDefaultPermissions: [...IAM_ONLY],
    CreateTableDefaultPermissions: [...IAM_ONLY],
    Parameters: { CROSS_ACCOUNT_VERSION: '1', SET_SOURCE_IDENTITY: 'FALSE' },
    TrustedResourceOwners: [],
    AllowExternalDataFiltering: false,
    AllowFullTableExternalDataAccess: false,
    ExternalDataFilteringAllowList: [],
    AuthorizedSessionTagValueList: [],
  };
}

/** PutDataLakeSettings replaces the whole object: what is not sent is empty afterwards ("change-settings"). */
export function replacedSettings(sent: DataLakeSettings): DataLakeSettings {
  return {
    DataLakeAdmins: sent.DataLakeAdmins ?? [],
    ReadOnlyAdmins: sent.ReadOnlyAdmins ?? [],
    CreateDatabaseDefaultPermissions: sent.CreateDatabaseDefaultPermissions ?? [],
    CreateTableDefaultPermissions: sent.CreateTableDefaultPermissions ?? [],
    Parameters: { CROSS_ACCOUNT_VERSION: '1', SET_SOURCE_IDENTITY: 'FALSE', ...sent.Parameters },
    TrustedResourceOwners: sent.TrustedResourceOwners ?? [],
    AllowExternalDataFiltering: sent.AllowExternalDataFiltering ?? false,
    AllowFullTableExternalDataAccess: sent.AllowFullTableExternalDataAccess ?? false,
    ExternalDataFilteringAllowList: sent.ExternalDataFilteringAllowList ?? [],
    AuthorizedSessionTagValueList: sent.AuthorizedSessionTagValueList ?? [],
  };
}

export function names(principals: readonly DataLakePrincipal[] | undefined, principalArn: string): boolean {
  return principals?.some((principal) => principal.DataLakePrincipalIdentifier === principalArn) ?? false;
}

/** `V2.<account>.<id of the role that asks>`, with SET_SOURCE_IDENTITY (Developer Guide, "logging-using-cloudtrail"). */
export function sourceIdentityFor(
  { Parameters }: DataLakeSettings,
  { accountId, session }: Caller,
): { readonly sourceIdentity?: string } {
  if (Parameters?.SET_SOURCE_IDENTITY !== 'TRUE' || session === undefined) return {};
  return { sourceIdentity: `V2.${accountId}.${session.roleId}` };
}
