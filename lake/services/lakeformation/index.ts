import type { AnyAction } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { addLFTagsToResource } from './AddLFTagsToResource.js';
import { batchGrantPermissions } from './BatchGrantPermissions.js';
import { batchRevokePermissions } from './BatchRevokePermissions.js';
import { createDataCellsFilter } from './CreateDataCellsFilter.js';
import { createLakeFormationOptIn } from './CreateLakeFormationOptIn.js';
import { createLFTag } from './CreateLFTag.js';
import { createLFTagExpression } from './CreateLFTagExpression.js';
import { deleteDataCellsFilter } from './DeleteDataCellsFilter.js';
import { deleteLakeFormationOptIn } from './DeleteLakeFormationOptIn.js';
import { deleteLFTag } from './DeleteLFTag.js';
import { deleteLFTagExpression } from './DeleteLFTagExpression.js';
import { deregisterResource } from './DeregisterResource.js';
import { describeResource } from './DescribeResource.js';
import { getDataCellsFilter } from './GetDataCellsFilter.js';
import { getDataLakePrincipal } from './GetDataLakePrincipal.js';
import { getDataLakeSettings } from './GetDataLakeSettings.js';
import { getEffectivePermissionsForPath } from './GetEffectivePermissionsForPath.js';
import { getLFTag } from './GetLFTag.js';
import { getLFTagExpression } from './GetLFTagExpression.js';
import { getResourceLFTags } from './GetResourceLFTags.js';
import { getTemporaryDataLocationCredentials } from './GetTemporaryDataLocationCredentials.js';
import { getTemporaryGluePartitionCredentials } from './GetTemporaryGluePartitionCredentials.js';
import { getTemporaryGlueTableCredentials } from './GetTemporaryGlueTableCredentials.js';
import { grantPermissions } from './GrantPermissions.js';
import { listDataCellsFilter } from './ListDataCellsFilter.js';
import { listLakeFormationOptIns } from './ListLakeFormationOptIns.js';
import { listLFTagExpressions } from './ListLFTagExpressions.js';
import { listLFTags } from './ListLFTags.js';
import { listPermissions } from './ListPermissions.js';
import { listResources } from './ListResources.js';
import { putDataLakeSettings } from './PutDataLakeSettings.js';
import { LakeFormationPermissions } from './permissions.js';
import { registerResource } from './RegisterResource.js';
import { removeLFTagsFromResource } from './RemoveLFTagsFromResource.js';
import { revokePermissions } from './RevokePermissions.js';
import { searchDatabasesByLFTags } from './SearchDatabasesByLFTags.js';
import { searchTablesByLFTags } from './SearchTablesByLFTags.js';
import { LakeFormationState } from './state.js';
import { updateDataCellsFilter } from './UpdateDataCellsFilter.js';
import { updateLFTag } from './UpdateLFTag.js';
import { updateLFTagExpression } from './UpdateLFTagExpression.js';
import { updateResource } from './UpdateResource.js';

/**
 * Lake Formation of one account. `getLake` is called while requests are served, never while the lake is being made.
 */
export function createLakeFormation(
  account: LakeAccount,
  getLake: () => Lake,
): { readonly permissions: LakeFormationPermissions; readonly actions: readonly AnyAction[] } {
  const state = new LakeFormationState(account, getLake);
  return {
    permissions: new LakeFormationPermissions(state),
    actions: [
      addLFTagsToResource(state),
      batchGrantPermissions(state),
      batchRevokePermissions(state),
      createDataCellsFilter(state),
      createLakeFormationOptIn(state),
      createLFTag(state),
      createLFTagExpression(state),
      deleteDataCellsFilter(state),
      deleteLakeFormationOptIn(state),
      deleteLFTag(state),
      deleteLFTagExpression(state),
      deregisterResource(state),
      describeResource(state),
      getDataCellsFilter(state),
      getDataLakePrincipal(),
      getDataLakeSettings(state),
      getEffectivePermissionsForPath(state),
      getLFTag(state),
      getLFTagExpression(state),
      getResourceLFTags(state),
      getTemporaryDataLocationCredentials(state),
      getTemporaryGluePartitionCredentials(state),
      getTemporaryGlueTableCredentials(state),
      grantPermissions(state),
      listDataCellsFilter(state),
      listLakeFormationOptIns(state),
      listLFTagExpressions(state),
      listLFTags(state),
      listPermissions(state),
      listResources(state),
      putDataLakeSettings(state),
      registerResource(state),
      removeLFTagsFromResource(state),
      revokePermissions(state),
      searchDatabasesByLFTags(state),
      searchTablesByLFTags(state),
      updateDataCellsFilter(state),
      updateLFTag(state),
      updateLFTagExpression(state),
      updateResource(state),
    ],
  };
}
