import {
  type ColumnSelection,
  type Grant,
  type GrantResource,
  IAM_ALLOWED_PRINCIPALS,
  type LakeFormationPermission,
} from './grant.js';
import type { GrantStore } from './grant-store.js';
import { expandAll, VOIDS_COLUMN_FILTER, withoutPermissions } from './permission-sets.js';

/** A change that was asked for, already checked against the resource and the catalogue. */
export interface PermissionChange {
  readonly principal: string;
  readonly resource: GrantResource;
  readonly permissions: readonly LakeFormationPermission[];
  readonly grantable: readonly LakeFormationPermission[];
  readonly by: string;
  readonly at: Date;
}

/** Why a change cannot be made; each is one InvalidInputException of Lake Formation. */
export type ChangeRefusal = 'modification-is-invalid' | 'nothing-to-revoke';

/**
 * Adds permissions to what the principal holds on the resource. Column lists are joined to one list per grantability.
 * Refused, as Lake Formation does: a grant option for what is not granted; a column list for a principal that already
 * reads the whole table (it would narrow a grant); ALTER, DELETE, DROP or INSERT beside a column list; a second,
 * different exclusion list (Developer Guide, "data-filtering-notes"; Terraform's lakeformation_permissions, notes).
 */
export function grantPermissions(store: GrantStore, change: PermissionChange): ChangeRefusal | undefined {
  if (change.resource.kind === 'columns') return grantColumns(store, change, change.resource);
  const permissions = expand(change, change.permissions);
  const grantable = expand(change, change.grantable);
  const held = store.find(change.principal, change.resource);
  const after = union(held?.permissions ?? [], permissions);
  if (grantable.some((permission) => !after.includes(permission))) return 'modification-is-invalid';
  if (
    change.resource.kind === 'table' &&
    wouldSitBesideColumns(store, change.principal, change.resource, permissions)
  ) {
    return 'modification-is-invalid';
  }
  store.write(
    {
      principal: change.principal,
      resource: change.resource,
      permissions: after,
      grantable: union(held?.grantable ?? [], grantable),
    },
    change.at,
    change.by,
  );
  return undefined;
}

/** Takes permissions away; taking a permission takes its grant option too. */
export function revokePermissions(store: GrantStore, change: PermissionChange): ChangeRefusal | undefined {
  if (change.resource.kind === 'columns') return revokeColumns(store, change, change.resource);
  const held = store.find(change.principal, change.resource);
  if (held === undefined) return 'nothing-to-revoke';
  const permissions = withoutPermissions(held.permissions, change.permissions);
  const grantable = withoutPermissions(held.grantable, [...change.permissions, ...change.grantable]);
  if (permissions.length === held.permissions.length && grantable.length === held.grantable.length) {
    return 'nothing-to-revoke';
  }
  store.write({ principal: change.principal, resource: change.resource, permissions, grantable }, change.at, change.by);
  return undefined;
}

type ColumnsResource = Extract<GrantResource, { kind: 'columns' }>;

function grantColumns(
  store: GrantStore,
  change: PermissionChange,
  resource: ColumnsResource,
): ChangeRefusal | undefined {
  if (!change.permissions.includes('SELECT')) return 'modification-is-invalid';
  const wantsGrantOption = change.grantable.includes('SELECT');
  if (wantsGrantOption && resource.columns.kind === 'exclude') return 'modification-is-invalid';
  const table = store.find(change.principal, { ...resource, kind: 'table' });
  if (table?.permissions.some((permission) => permission === 'ALL' || permission === 'SELECT')) {
    return 'modification-is-invalid';
  }
  const same = store.find(change.principal, resource, wantsGrantOption);
  const other = store.find(change.principal, resource, !wantsGrantOption);
  if (resource.columns.kind === 'exclude') {
    if (same !== undefined && !sameColumns(columnsOf(same), resource.columns)) return 'modification-is-invalid';
    writeColumns(store, change, resource, resource.columns.names, wantsGrantOption);
    return undefined;
  }
  const passedOn = namesOf(wantsGrantOption ? same : other);
  const added = wantsGrantOption ? resource.columns.names : resource.columns.names.filter((n) => !passedOn.includes(n));
  writeColumns(store, change, resource, union(namesOf(same), added), wantsGrantOption);
  if (wantsGrantOption) {
    const rest = namesOf(other).filter((name) => !added.includes(name));
    writeColumns(store, change, resource, rest, false);
  }
  return undefined;
}

function revokeColumns(
  store: GrantStore,
  change: PermissionChange,
  resource: ColumnsResource,
): ChangeRefusal | undefined {
  const rows = [true, false].flatMap((grantable) => {
    const row = store.find(change.principal, resource, grantable);
    return row === undefined ? [] : [{ row, grantable }];
  });
  if (resource.columns.kind === 'exclude') {
    const match = rows.find(({ row }) => sameColumns(columnsOf(row), resource.columns));
    if (match === undefined) return 'nothing-to-revoke';
    writeNothing(store, change, resource, match.grantable);
    return undefined;
  }
  const { names } = resource.columns;
  if (!rows.some(({ row }) => namesOf(row).some((name) => names.includes(name)))) return 'nothing-to-revoke';
  const onlyTheOption = !change.permissions.includes('SELECT');
  for (const { row, grantable } of rows) {
    const rest = namesOf(row).filter((name) => !names.includes(name));
    const taken = namesOf(row).filter((name) => names.includes(name));
    if (onlyTheOption && !grantable) continue;
    writeColumns(store, change, resource, rest, grantable);
    if (onlyTheOption) {
      const kept = namesOf(store.find(change.principal, resource, false));
      writeColumns(store, change, resource, union(kept, taken), false);
    }
  }
  return undefined;
}

function writeColumns(
  store: GrantStore,
  change: PermissionChange,
  resource: ColumnsResource,
  names: readonly string[],
  grantable: boolean,
): void {
  store.write(
    {
      principal: change.principal,
      resource: { ...resource, columns: { kind: resource.columns.kind, names } },
      permissions: ['SELECT'],
      grantable: grantable ? ['SELECT'] : [],
    },
    change.at,
    change.by,
  );
}

function writeNothing(
  store: GrantStore,
  change: PermissionChange,
  resource: ColumnsResource,
  grantable: boolean,
): void {
  store.write(
    { principal: change.principal, resource, permissions: [], grantable: grantable ? ['SELECT'] : [] },
    change.at,
    change.by,
  );
}

function wouldSitBesideColumns(
  store: GrantStore,
  principal: string,
  resource: Extract<GrantResource, { kind: 'table' }>,
  permissions: readonly LakeFormationPermission[],
): boolean {
  const isRefused = permissions.some((permission) => VOIDS_COLUMN_FILTER.includes(permission));
  // SELECT on the whole table widens a list, and DESCRIBE may come with it.
  if (!isRefused && permissions.includes('SELECT')) return false;
  const filtered = (['include', 'exclude'] as const).some((kind) =>
    [true, false].some(
      (grantable) =>
        store.find(principal, { ...resource, kind: 'columns', columns: { kind, names: [] } }, grantable) !== undefined,
    ),
  );
  return filtered && permissions.length > 0;
}

function expand(
  change: PermissionChange,
  permissions: readonly LakeFormationPermission[],
): readonly LakeFormationPermission[] {
  // ListPermissions shows the virtual group with ALL alone (Developer Guide, "upgrade-glue-lake-formation").
  return change.principal === IAM_ALLOWED_PRINCIPALS
    ? [...permissions].sort()
    : expandAll(change.resource, permissions);
}

function union<T extends string>(one: readonly T[], other: readonly T[]): readonly T[] {
  return [...new Set([...one, ...other])].sort();
}

function columnsOf(grant: Grant): ColumnSelection | undefined {
  return grant.resource.kind === 'columns' ? grant.resource.columns : undefined;
}

function namesOf(grant: Grant | undefined): readonly string[] {
  return grant === undefined ? [] : (columnsOf(grant)?.names ?? []);
}

function sameColumns(one: ColumnSelection | undefined, other: ColumnSelection): boolean {
  return one?.kind === other.kind && one.names.join('\n') === other.names.join('\n');
}
