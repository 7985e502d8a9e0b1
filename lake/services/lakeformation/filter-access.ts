import type { DataCellsFilter } from '../../access/lakeformation/data-cells-filter.js';
import type { LakeFormationPermission } from '../../access/lakeformation/grant.js';
import { grantees } from '../../access/lakeformation/principals.js';
import type { GlueTable } from '../../model/catalogue.js';
import { readsAllWithGrantOption } from './authority.js';
import { checkCatalogId } from './catalog-id.js';
import { filterNotFound, notAuthorisedForPermissions } from './errors.js';
import { foundFor } from './known-resource.js';
import { knownDatabase, knownTable } from './resource-shape.js';
import type { LakeFormationState } from './state.js';

/** The members by which the calls on data cells filters name one. */
export interface FilterName {
  readonly TableCatalogId?: string | undefined;
  readonly DatabaseName?: string | undefined;
  readonly TableName?: string | undefined;
  readonly Name?: string | undefined;
}

export function tableOfFilter(state: LakeFormationState, name: FilterName, principalArn: string): GlueTable {
  checkCatalogId(name.TableCatalogId, state.account.accountId);
  const { catalogue } = state.getLake();
  return foundFor(state, principalArn, () =>
    knownTable(knownDatabase(name.DatabaseName, catalogue), name.TableName, catalogue),
  );
}

/** The filter, if it is there; to whom does not see the whole catalogue a missing one reads as a refused one. */
export function knownFilter(state: LakeFormationState, name: FilterName, principalArn: string): DataCellsFilter {
  const table = tableOfFilter(state, name, principalArn);
  return foundFor(state, principalArn, () => {
    const filter = state.filters.filter(table.databaseName, table.name, name.Name ?? '');
    if (filter === undefined) throw filterNotFound();
    return filter;
  });
}

/** Filters are made by whom may pass on SELECT of every column (Developer Guide, "data-filtering-notes"). */
export function requireFilterMaker(state: LakeFormationState, principalArn: string, table: GlueTable): void {
  if (!readsAllWithGrantOption(state, principalArn, table.databaseName, table.name))
    throw notAuthorisedForPermissions();
}

/** True when the principal holds one of `permissions` on the filter, or may make filters of its table. */
export function holdsOnFilter(
  state: LakeFormationState,
  principalArn: string,
  filter: DataCellsFilter,
  permissions: readonly LakeFormationPermission[],
): boolean {
  if (readsAllWithGrantOption(state, principalArn, filter.databaseName, filter.tableName)) return true;
  const resource = {
    kind: 'filter',
    databaseName: filter.databaseName,
    tableName: filter.tableName,
    filterName: filter.name,
  } as const;
  return grantees(principalArn).some((principal) =>
    state.grants.find(principal, resource)?.permissions.some((permission) => permissions.includes(permission)),
  );
}
