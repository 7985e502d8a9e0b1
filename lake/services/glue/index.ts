import type { AnyAction } from '../../model/action.js';
import type { CatalogueStore } from '../../model/catalogue.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { batchCreatePartition } from './BatchCreatePartition.js';
import { createDatabase } from './CreateDatabase.js';
import { createPartition } from './CreatePartition.js';
import { createTable } from './CreateTable.js';
import { deleteDatabase } from './DeleteDatabase.js';
import { deletePartition } from './DeletePartition.js';
import { deleteTable } from './DeleteTable.js';
import { getDatabase } from './GetDatabase.js';
import { getDatabases } from './GetDatabases.js';
import { getPartition } from './GetPartition.js';
import { getPartitions } from './GetPartitions.js';
import { getResourcePolicies } from './GetResourcePolicies.js';
import { getResourcePolicy } from './GetResourcePolicy.js';
import { getTable } from './GetTable.js';
import { getTables } from './GetTables.js';
import { getTableVersions } from './GetTableVersions.js';
import { getTags } from './GetTags.js';
import { searchTables } from './SearchTables.js';
import { GlueState } from './state.js';
import { tagResource } from './TagResource.js';
import { updateDatabase } from './UpdateDatabase.js';
import { updateTable } from './UpdateTable.js';

/**
 * The Data Catalog of one account. `getLake` is called while requests are served; its permissions must be those that
 * createLakeFormation made. GetUnfiltered* operations are not among the actions: nobody gets a table unfiltered here.
 */
export function createGlue(
  account: LakeAccount,
  getLake: () => Lake,
): { readonly catalogue: CatalogueStore; readonly actions: readonly AnyAction[] } {
  const state = new GlueState(account, getLake);
  return {
    catalogue: state.catalogue,
    actions: [
      batchCreatePartition(state),
      createDatabase(state),
      createPartition(state),
      createTable(state),
      deleteDatabase(state),
      deletePartition(state),
      deleteTable(state),
      getDatabase(state),
      getDatabases(state),
      getPartition(state),
      getPartitions(state),
      getResourcePolicies(state),
      getResourcePolicy(state),
      getTable(state),
      getTables(state),
      getTableVersions(state),
      getTags(state),
      searchTables(state),
      tagResource(state),
      updateDatabase(state),
      updateTable(state),
    ],
  };
}
