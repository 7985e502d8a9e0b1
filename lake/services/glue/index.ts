import type { AnyAction } from '../../model/action.js';
import type { CatalogueStore } from '../../model/catalogue.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import { batchCreatePartition } from './BatchCreatePartition.js';
import { batchDeletePartition } from './BatchDeletePartition.js';
import { batchDeleteTable } from './BatchDeleteTable.js';
import { batchDeleteTableVersion } from './BatchDeleteTableVersion.js';
import { batchGetPartition } from './BatchGetPartition.js';
import { batchUpdatePartition } from './BatchUpdatePartition.js';
import { createCatalog } from './CreateCatalog.js';
import { createDatabase } from './CreateDatabase.js';
import { createPartition } from './CreatePartition.js';
import { createTable } from './CreateTable.js';
import { deleteCatalog } from './DeleteCatalog.js';
import { deleteDatabase } from './DeleteDatabase.js';
import { deletePartition } from './DeletePartition.js';
import { deleteTable } from './DeleteTable.js';
import { deleteTableVersion } from './DeleteTableVersion.js';
import { getCatalog } from './GetCatalog.js';
import { getCatalogs } from './GetCatalogs.js';
import { getDatabase } from './GetDatabase.js';
import { getDatabases } from './GetDatabases.js';
import { getPartition } from './GetPartition.js';
import { getPartitionIndexes } from './GetPartitionIndexes.js';
import { getPartitions } from './GetPartitions.js';
import { getResourcePolicies } from './GetResourcePolicies.js';
import { getResourcePolicy } from './GetResourcePolicy.js';
import { getTable } from './GetTable.js';
import { getTables } from './GetTables.js';
import { getTableVersion } from './GetTableVersion.js';
import { getTableVersions } from './GetTableVersions.js';
import { getTags } from './GetTags.js';
import { getUnfilteredPartitionMetadata } from './GetUnfilteredPartitionMetadata.js';
import { getUnfilteredPartitionsMetadata } from './GetUnfilteredPartitionsMetadata.js';
import { getUnfilteredTableMetadata } from './GetUnfilteredTableMetadata.js';
import { searchTables } from './SearchTables.js';
import { GlueState } from './state.js';
import { tagResource } from './TagResource.js';
import { untagResource } from './UntagResource.js';
import { updateCatalog } from './UpdateCatalog.js';
import { updateDatabase } from './UpdateDatabase.js';
import { updatePartition } from './UpdatePartition.js';
import { updateTable } from './UpdateTable.js';

/**
 * The Data Catalog of one account. `getLake` is called while requests are served; its permissions must be those that
 * createLakeFormation made.
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
      batchDeletePartition(state),
      batchDeleteTable(state),
      batchDeleteTableVersion(state),
      batchGetPartition(state),
      batchUpdatePartition(state),
      createCatalog(state),
      createDatabase(state),
      createPartition(state),
      createTable(state),
      deleteCatalog(state),
      deleteDatabase(state),
      deletePartition(state),
      deleteTable(state),
      deleteTableVersion(state),
      getCatalog(state),
      getCatalogs(state),
      getDatabase(state),
      getDatabases(state),
      getPartition(state),
      getPartitionIndexes(state),
      getPartitions(state),
      getResourcePolicies(state),
      getResourcePolicy(state),
      getTable(state),
      getTables(state),
      getTableVersion(state),
      getTableVersions(state),
      getTags(state),
      getUnfilteredPartitionMetadata(state),
      getUnfilteredPartitionsMetadata(state),
      getUnfilteredTableMetadata(state),
      searchTables(state),
      tagResource(state),
      untagResource(state),
      updateCatalog(state),
      updateDatabase(state),
      updatePartition(state),
      updateTable(state),
    ],
  };
}
