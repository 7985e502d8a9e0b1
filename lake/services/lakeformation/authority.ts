import type { PermissionChange } from '../../access/lakeformation/change.js';
import type { Grant, GrantResource, LakeFormationPermission } from '../../access/lakeformation/grant.js';
import { PERMISSIONS_BY_RESOURCE } from '../../access/lakeformation/permission-sets.js';
import { grantees } from '../../access/lakeformation/principals.js';
import type { LakeFormationState } from './state.js';

/**
 * Administrators grant and revoke anything; others only what they hold with the grant option, on that resource or on all
 * tables of its database (Developer Guide, "Granting permissions", "implicit-permissions").
 */
export function mayPassOn(
  state: LakeFormationState,
  principalArn: string,
  change: Pick<PermissionChange, 'resource' | 'permissions' | 'grantable'>,
): boolean {
  if (state.isAdministrator(principalArn)) return true;
  const wanted = [...change.permissions, ...change.grantable];
  return wanted.every((permission) => passable(state, principalArn, change.resource).has(permission));
}

/** The permissions on `resource` that the principal may pass on; for a column list, only if it may for each column. */
export function passable(
  state: LakeFormationState,
  principalArn: string,
  resource: GrantResource,
): ReadonlySet<LakeFormationPermission> {
  const found = new Set<LakeFormationPermission>();
  for (const principal of grantees(principalArn)) {
    for (const grant of grantsOver(state, principal, resource)) {
      if (!covers(grant, resource)) continue;
      for (const permission of grant.grantable) found.add(permission);
    }
  }
  if (found.has('ALL')) for (const permission of PERMISSIONS_BY_RESOURCE[resource.kind]) found.add(permission);
  return found;
}

function grantsOver(state: LakeFormationState, principal: string, resource: GrantResource): readonly Grant[] {
  switch (resource.kind) {
    case 'catalog':
      return state.grants.catalog(principal);
    case 'database':
      return state.grants.database(principal, resource.databaseName);
    case 'all-tables':
      return state.grants.table(principal, resource.databaseName, '');
    case 'table':
    case 'columns':
      return state.grants.table(principal, resource.databaseName, resource.tableName);
    case 'location':
      return state.grants.locations(principal);
  }
}

function covers(grant: Grant, resource: GrantResource): boolean {
  if (grant.resource.kind === 'location' && resource.kind === 'location') {
    return grant.resource.resourceArn === resource.resourceArn;
  }
  if (grant.resource.kind !== 'columns') return true;
  if (resource.kind !== 'columns') return false;
  const held = grant.resource.columns;
  // Only include lists can carry the grant option ("data-filtering-notes").
  return (
    held.kind === 'include' &&
    resource.columns.kind === 'include' &&
    resource.columns.names.every((name) => held.names.includes(name))
  );
}
