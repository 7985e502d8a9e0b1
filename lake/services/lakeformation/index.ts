import type { AnyAction } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { batchGrantPermissions } from './BatchGrantPermissions.js';
import { batchRevokePermissions } from './BatchRevokePermissions.js';
import { createDataCellsFilter } from './CreateDataCellsFilter.js';
import { deregisterResource } from './DeregisterResource.js';
import { describeResource } from './DescribeResource.js';
import { getDataLakePrincipal } from './GetDataLakePrincipal.js';
import { getDataLakeSettings } from './GetDataLakeSettings.js';
import { getEffectivePermissionsForPath } from './GetEffectivePermissionsForPath.js';
import { grantPermissions } from './GrantPermissions.js';
import { listDataCellsFilter } from './ListDataCellsFilter.js';
import { listLakeFormationOptIns } from './ListLakeFormationOptIns.js';
import { listPermissions } from './ListPermissions.js';
import { listResources } from './ListResources.js';
import { putDataLakeSettings } from './PutDataLakeSettings.js';
import { LakeFormationPermissions } from './permissions.js';
import { registerResource } from './RegisterResource.js';
import { revokePermissions } from './RevokePermissions.js';
import { LakeFormationState } from './state.js';
import { updateResource } from './UpdateResource.js';

/** Lake Formation of one account. `getLake` is called while requests are served, never while the lake is being made. */
export function createLakeFormation(
  account: LakeAccount,
  getLake: () => Lake,
): { readonly permissions: LakeFormationPermissions; readonly actions: readonly AnyAction[] } {
  const state = new LakeFormationState(account, getLake);
  return {
    permissions: new LakeFormationPermissions(state),
    actions: [
      batchGrantPermissions(state),
      batchRevokePermissions(state),
      createDataCellsFilter(),
      deregisterResource(state),
      describeResource(state),
      getDataLakePrincipal(),
      getDataLakeSettings(state),
      getEffectivePermissionsForPath(state),
      grantPermissions(state),
      listDataCellsFilter(),
      listLakeFormationOptIns(),
      listPermissions(state),
      listResources(state),
      putDataLakeSettings(state),
      registerResource(state),
      revokePermissions(state),
      updateResource(state),
    ],
  };
}
