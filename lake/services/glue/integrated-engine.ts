import type { PermissionType } from '@aws-sdk/client-glue';
import type { DataLakeSettings } from '@aws-sdk/client-lakeformation';
import { AwsError } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import type { TableAccess } from '../../model/permissions.js';

/** The tag by which a query engine shows that its account let it in (Lake Formation Developer Guide, "register-query-engine"). */
export const AUTHORIZED_CALLER_TAG = 'LakeFormationAuthorizedCaller';

type EngineSettings = Pick<
  DataLakeSettings,
  'AllowExternalDataFiltering' | 'ExternalDataFilteringAllowList' | 'AuthorizedSessionTagValueList'
>;

/**
 * True for a role session of a query engine that the account lets filter by itself: filtering is switched on, the
 * engine's account is on the list, and the session carries a tag value that the account authorised ("register-query-engine").
 */
export function isIntegratedEngine(caller: Caller, settings: EngineSettings): boolean {
  if (settings.AllowExternalDataFiltering !== true || caller.session === undefined) return false;
  const value = caller.session.tags[AUTHORIZED_CALLER_TAG];
  const isListed = settings.ExternalDataFilteringAllowList?.some(
    (principal) => principal.DataLakePrincipalIdentifier === caller.accountId,
  );
  return isListed === true && value !== undefined && settings.AuthorizedSessionTagValueList?.includes(value) === true;
}

/** Throws AccessDeniedException for every caller that is no integrated engine: nobody else gets metadata unfiltered. */
export function requireIntegratedEngine(caller: Caller, settings: EngineSettings): void {
  if (!isIntegratedEngine(caller, settings)) throw new AwsError('AccessDeniedException', 'Access is not allowed.');
}

/**
 * Throws PermissionTypeMismatchException when the engine cannot enforce what is granted (Glue API,
 * GetUnfilteredTableMetadata, "SupportedPermissionTypes").
 */
export function requireEnforceable(access: TableAccess, supported: readonly PermissionType[], columns: number): void {
  const cells = supported.includes('CELL_FILTER_PERMISSION') || supported.includes('NESTED_CELL_PERMISSION');
  const columnsToo = cells || supported.includes('COLUMN_PERMISSION') || supported.includes('NESTED_PERMISSION');
  const isFiltered = access.cells !== undefined;
  if ((isFiltered && !cells) || (access.selectable.length < columns && !columnsToo)) {
    throw new AwsError(
      'PermissionTypeMismatchException',
      'The engine does not support filtering data based on the permissions that Lake Formation holds on the table.',
    );
  }
}
