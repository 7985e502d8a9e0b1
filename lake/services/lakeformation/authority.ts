import type { PermissionChange } from '../../access/lakeformation/change.js';
import { databaseGrants } from '../../access/lakeformation/database-access.js';
import {
  type ColumnSelection,
  type Grant,
  type GrantResource,
  isTagPolicy,
  type LakeFormationPermission,
  type TagPolicyResource,
} from '../../access/lakeformation/grant.js';
import { permissionsOf } from '../../access/lakeformation/permission-sets.js';
import { grantees } from '../../access/lakeformation/principals.js';
import { bodyOf } from '../../access/lakeformation/table-holdings.js';
import { satisfies } from '../../access/lakeformation/tags.js';
import type { LakeFormationState } from './state.js';
import { ALL_VALUES } from './tag-shape.js';

/**
 * Administrators grant and revoke anything; others only what they hold with the grant option, on that resource or on
 * something that covers it (Developer Guide, "Granting permissions", "implicit-permissions").
 */
export function mayPassOn(
  state: LakeFormationState,
  principalArn: string,
  change: Pick<PermissionChange, 'resource' | 'permissions' | 'grantable'>,
): boolean {
  if (state.isAdministrator(principalArn)) return true;
  const wanted = [...change.permissions, ...change.grantable];
  const held = passable(state, principalArn, change.resource);
  return wanted.every((permission) => held.has(permission));
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
  if (isTagPolicy(resource) && maySpeakInTags(state, principalArn, resource)) {
    for (const permission of permissionsOf(resource)) found.add(permission);
  }
  if (found.has('ALL')) for (const permission of permissionsOf(resource)) found.add(permission);
  return found;
}

/** True when the principal may pass on SELECT of every column and row: what data cells filters may be made with. */
export function readsAllWithGrantOption(
  state: LakeFormationState,
  principalArn: string,
  databaseName: string,
  tableName: string,
): boolean {
  if (state.isAdministrator(principalArn)) return true;
  return passable(state, principalArn, { kind: 'table', databaseName, tableName }).has('SELECT');
}

/** True when the principal holds `permission` on the tag with each of the values, or is an administrator. */
export function holdsOnTag(
  state: LakeFormationState,
  principalArn: string,
  permission: LakeFormationPermission,
  key: string,
  values: readonly string[],
): boolean {
  if (state.isAdministrator(principalArn)) return true;
  const grants = grantees(principalArn).flatMap((principal) => state.grants.tags(principal));
  return values.every((value) =>
    grants.some(
      ({ resource, permissions }) =>
        resource.kind === 'tag' &&
        resource.key === key &&
        includesValue(resource, value) &&
        permissions.includes(permission),
    ),
  );
}

/** GRANT_WITH_LF_TAG_EXPRESSION on every key and value of an expression (Lake Formation API, CreateLFTagExpression). */
function maySpeakInTags(state: LakeFormationState, principalArn: string, policy: TagPolicyResource): boolean {
  const body = bodyOf(policy, state.tags);
  return (
    body?.every(({ key, values }) => holdsOnTag(state, principalArn, 'GRANT_WITH_LF_TAG_EXPRESSION', key, values)) ??
    false
  );
}

function includesValue({ values }: { readonly values: readonly string[] }, value: string): boolean {
  return values.includes(ALL_VALUES) || values.includes(value);
}

function grantsOver(state: LakeFormationState, principal: string, resource: GrantResource): readonly Grant[] {
  switch (resource.kind) {
    case 'catalog':
      return state.grants.catalog(principal);
    case 'database':
      return databaseGrants({ grants: state.grants, tags: state.tags, databaseName: resource.databaseName }, principal);
    case 'all-tables':
      return state.grants.table(principal, resource.databaseName, '');
    case 'table':
    case 'columns':
    case 'filter':
      return [
        ...state.grants.table(principal, resource.databaseName, resource.tableName),
        ...policiesOver(state, principal, resource.databaseName, resource.tableName),
      ];
    case 'location':
      return state.grants.locations(principal);
    case 'tag':
    case 'tag-expression':
      return state.grants.tags(principal);
    case 'tag-policy':
    case 'named-tag-policy':
      return state.grants.tagPolicies(principal);
  }
}

/** Tag policies that the table and each of its tagged columns satisfy. */
function policiesOver(
  state: LakeFormationState,
  principal: string,
  databaseName: string,
  tableName: string,
): readonly Grant[] {
  const sets = [
    state.tags.table(databaseName, tableName),
    ...state.tags.taggedColumns(databaseName, tableName).values(),
  ];
  return state.grants.tagPolicies(principal).filter(({ resource }) => {
    const body = isTagPolicy(resource) && resource.resourceType === 'TABLE' ? bodyOf(resource, state.tags) : undefined;
    return body !== undefined && sets.every((tags) => satisfies(tags, body));
  });
}

function covers(grant: Grant, resource: GrantResource): boolean {
  const held = grant.resource;
  switch (held.kind) {
    case 'catalog':
    case 'database':
    case 'all-tables':
    case 'table':
      return true;
    case 'location':
      return resource.kind === 'location' && held.resourceArn === resource.resourceArn;
    case 'filter':
      return resource.kind === 'filter' && held.filterName === resource.filterName;
    case 'columns':
      return resource.kind === 'columns' && includesAll(held.columns, resource.columns);
    case 'tag':
      return (
        resource.kind === 'tag' &&
        held.key === resource.key &&
        resource.values.every((value) => includesValue(held, value))
      );
    case 'tag-expression':
      return resource.kind === 'tag-expression' && held.expressionName === resource.expressionName;
    case 'tag-policy':
    case 'named-tag-policy':
      // Over a table or database: found there because it reaches it. Over a policy: the very same one.
      return !isTagPolicy(resource) || JSON.stringify(held) === JSON.stringify(resource);
  }
}

/** Only include lists can carry the grant option ("data-filtering-notes"). */
function includesAll(held: ColumnSelection, wanted: ColumnSelection): boolean {
  return (
    held.kind === 'include' && wanted.kind === 'include' && wanted.names.every((name) => held.names.includes(name))
  );
}
