import type { GrantResource, LakeFormationPermission } from './grant.js';

/**
 * Which permissions a resource knows (Lake Formation Developer Guide, "Lake Formation permissions reference").
 * Column lists know SELECT only.
 */
export const PERMISSIONS_BY_RESOURCE: Readonly<Record<GrantResource['kind'], readonly LakeFormationPermission[]>> = {
  catalog: ['ALL', 'ALTER', 'CREATE_DATABASE', 'DESCRIBE', 'DROP'],
  database: ['ALL', 'ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'],
  'all-tables': ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'],
  table: ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'],
  columns: ['SELECT'],
  location: ['DATA_LOCATION_ACCESS'],
};

/** With one of these on a table a column filter has no effect (Developer Guide, "data-filtering-notes"). */
export const VOIDS_COLUMN_FILTER: readonly LakeFormationPermission[] = ['ALL', 'ALTER', 'DELETE', 'DROP', 'INSERT'];

/**
 * What a grant of `permissions` puts on record for a named principal. Super (`ALL`) is kept with the permissions it
 * stands for, as ListPermissions shows it (seen: Terraform's provider, lakeformation/filter.go). Sorted, no repetition.
 */
export function expandAll(
  kind: GrantResource['kind'],
  permissions: readonly LakeFormationPermission[],
): readonly LakeFormationPermission[] {
  const expanded = permissions.includes('ALL') ? PERMISSIONS_BY_RESOURCE[kind] : permissions;
  return [...new Set(expanded)].sort();
}

/** `held` without `revoked`; taking one permission away ends Super, and taking Super away ends everything. */
export function withoutPermissions(
  held: readonly LakeFormationPermission[],
  revoked: readonly LakeFormationPermission[],
): readonly LakeFormationPermission[] {
  if (revoked.includes('ALL')) return [];
  const rest = held.filter((permission) => !revoked.includes(permission));
  return rest.length === held.length ? held : rest.filter((permission) => permission !== 'ALL');
}
