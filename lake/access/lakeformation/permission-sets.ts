import { type GrantResource, isTagPolicy, type LakeFormationPermission } from './grant.js';

const DATABASE: readonly LakeFormationPermission[] = ['ALL', 'ALTER', 'CREATE_TABLE', 'DESCRIBE', 'DROP'];
const TABLE: readonly LakeFormationPermission[] = ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT', 'SELECT'];

/**
 * Which permissions a resource knows (Lake Formation Developer Guide, "Lake Formation permissions reference").
 * Column lists know SELECT only.
 */
const PERMISSIONS_BY_RESOURCE: Readonly<Record<GrantResource['kind'], readonly LakeFormationPermission[]>> = {
  catalog: ['ALL', 'ALTER', 'CREATE_DATABASE', 'CREATE_LF_TAG', 'CREATE_LF_TAG_EXPRESSION', 'DESCRIBE', 'DROP'],
  database: DATABASE,
  'all-tables': TABLE,
  table: TABLE,
  columns: ['SELECT'],
  filter: ['DESCRIBE', 'DROP', 'SELECT'],
  location: ['DATA_LOCATION_ACCESS'],
  tag: ['ALTER', 'ASSOCIATE', 'DESCRIBE', 'DROP', 'GRANT_WITH_LF_TAG_EXPRESSION'],
  // A tag policy knows what its type of resource knows: see permissionsOf.
  'tag-policy': TABLE,
  'named-tag-policy': TABLE,
  'tag-expression': ['ALTER', 'DESCRIBE', 'DROP', 'GRANT_WITH_LF_TAG_EXPRESSION'],
};

/** The permissions that a resource knows. */
export function permissionsOf(resource: GrantResource): readonly LakeFormationPermission[] {
  const isOfDatabases = isTagPolicy(resource) && resource.resourceType === 'DATABASE';
  return isOfDatabases ? DATABASE : PERMISSIONS_BY_RESOURCE[resource.kind];
}

/** With one of these on a table a column filter has no effect (Developer Guide, "data-filtering-notes"). */
export const VOIDS_COLUMN_FILTER: readonly LakeFormationPermission[] = ['ALL', 'ALTER', 'DELETE', 'DROP', 'INSERT'];

/**
 * What a grant of `permissions` puts on record for a named principal. Super (`ALL`) is kept with the permissions it
 * stands for, as ListPermissions shows it (seen: Terraform's provider, lakeformation/filter.go). Sorted, no repetition.
 */
export function expandAll(
  resource: GrantResource,
  permissions: readonly LakeFormationPermission[],
): readonly LakeFormationPermission[] {
  const expanded = permissions.includes('ALL') ? permissionsOf(resource) : permissions;
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
