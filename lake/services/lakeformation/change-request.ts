import type { DataLakePrincipal, Permission, Resource } from '@aws-sdk/client-lakeformation';
import { parseArn } from '../../../core/arn.js';
import {
  type ChangeRefusal,
  grantPermissions,
  type PermissionChange,
  revokePermissions,
} from '../../access/lakeformation/change.js';
import {
  type GrantResource,
  IAM_ALLOWED_PRINCIPALS,
  isTagPolicy,
  LAKE_FORMATION_PERMISSIONS,
  type LakeFormationPermission,
} from '../../access/lakeformation/grant.js';
import { permissionsOf } from '../../access/lakeformation/permission-sets.js';
import { isPrincipalIdentifier } from '../../access/lakeformation/principals.js';
import { notImplemented } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import { mayPassOn } from './authority.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput, modificationIsInvalid, notAuthorisedForPermissions, nothingToRevoke } from './errors.js';
import { resourceFor } from './known-resource.js';
import type { LakeFormationState } from './state.js';

/** What GrantPermissions, RevokePermissions and each entry of their batch forms carry. */
export interface ChangeRequest {
  readonly CatalogId?: string | undefined;
  readonly Principal?: DataLakePrincipal | undefined;
  readonly Resource?: Resource | undefined;
  readonly Permissions?: readonly Permission[] | undefined;
  readonly PermissionsWithGrantOption?: readonly Permission[] | undefined;
  readonly Condition?: unknown;
}

/**
 * Grants or revokes for `caller`. Throws AccessDeniedException unless the caller is an administrator or may pass on
 * each permission; InvalidInputException for what the resource does not know; EntityNotFoundException for what is not
 * there, to administrators only: to others a missing resource reads as a refused one.
 */
export function applyChange(
  state: LakeFormationState,
  direction: 'grant' | 'revoke',
  request: ChangeRequest,
  caller: Caller,
): void {
  if (request.Condition !== undefined) throw notImplemented('A grant with a Condition');
  checkCatalogId(request.CatalogId, state.account.accountId);
  const change = changeOf(state, request, caller, direction);
  if (!mayPassOn(state, caller.principalArn, change)) throw notAuthorisedForPermissions();
  checkQuota(state, direction, change);
  const apply = direction === 'grant' ? grantPermissions : revokePermissions;
  const refusals = single(change).map((part) => apply(state.grants, part));
  // Of several values of a tag, those that nothing was held on are no reason to refuse the rest.
  const refusal = refusals.every((one) => one !== undefined) ? refusals[0] : undefined;
  if (refusal !== undefined) throw errorOf(refusal);
}

/** Grants on LF-Tags are kept value by value, so that any of them can be revoked. */
function single(change: PermissionChange): readonly PermissionChange[] {
  const { resource } = change;
  if (resource.kind !== 'tag') return [change];
  return resource.values.map((value) => ({ ...change, resource: { ...resource, values: [value] } }));
}

/** Quotas "expressions per principal and resource type" and "filters per principal and table" (Developer Guide). */
const MAX_TAG_POLICIES = 50;
const MAX_FILTERS = 100;

function checkQuota(state: LakeFormationState, direction: 'grant' | 'revoke', change: PermissionChange): void {
  const { principal, resource } = change;
  if (direction === 'revoke' || state.grants.find(principal, resource) !== undefined) return;
  if (isTagPolicy(resource)) {
    const same = state.grants
      .tagPolicies(principal)
      .filter((grant) => isTagPolicy(grant.resource) && grant.resource.resourceType === resource.resourceType);
    if (same.length >= MAX_TAG_POLICIES) throw invalidInput('The number of LF-Tag expressions has reached its limit.');
  }
  if (resource.kind !== 'filter') return;
  const onTable = state.grants.table(principal, resource.databaseName, resource.tableName);
  if (onTable.filter((grant) => grant.resource.kind === 'filter').length >= MAX_FILTERS) {
    throw invalidInput('The number of data filters has reached its limit.');
  }
}

function changeOf(
  state: LakeFormationState,
  request: ChangeRequest,
  caller: Caller,
  direction: 'grant' | 'revoke',
): PermissionChange {
  const resource = resourceFor(state, request.Resource ?? {}, caller.principalArn);
  const permissions = permissionsFor(resource, request.Permissions ?? []);
  const grantable = permissionsFor(resource, request.PermissionsWithGrantOption ?? []);
  if (direction === 'grant') refuseOnView(state, resource, [...permissions, ...grantable]);
  if (permissions.length + grantable.length === 0) throw invalidInput('Permissions cannot be empty.');
  const principal = principalOf(state, request.Principal, direction);
  if (principal === IAM_ALLOWED_PRINCIPALS && !NAMED.has(resource.kind)) throw modificationIsInvalid();
  return { principal, resource, permissions, grantable, by: caller.principalArn, at: state.account.clock.now() };
}

/** What IAM_ALLOWED_PRINCIPALS can hold: not all tables at once ("lf-permissions-reference"), and nothing finer than a table. */
const NAMED: ReadonlySet<GrantResource['kind']> = new Set(['catalog', 'database', 'table', 'location']);

function permissionsFor(resource: GrantResource, sent: readonly string[]): readonly LakeFormationPermission[] {
  const known = sent.flatMap((word) => LAKE_FORMATION_PERMISSIONS.filter((permission) => permission === word));
  if (known.length !== sent.length) {
    throw invalidInput(
      `Please grant only valid Lake Formation permissions. [${sent.join(', ')}] are not all valid Lake Formation permissions.`,
    );
  }
  if (known.some((permission) => !permissionsOf(resource).includes(permission))) {
    throw modificationIsInvalid();
  }
  return known;
}

/** A view knows ALL, DESCRIBE, DROP and SELECT, and none of its columns ("lf-permissions-reference"; "lf-athena-limitations"). */
const ON_VIEWS: readonly LakeFormationPermission[] = ['ALL', 'DESCRIBE', 'DROP', 'SELECT'];

function refuseOnView(
  state: LakeFormationState,
  resource: GrantResource,
  permissions: readonly LakeFormationPermission[],
): void {
  if (resource.kind !== 'table' && resource.kind !== 'columns') return;
  const table = state.getLake().catalogue.table(resource.databaseName, resource.tableName);
  if (table?.tableType !== 'VIRTUAL_VIEW') return;
  const knows = resource.kind === 'table' && permissions.every((permission) => ON_VIEWS.includes(permission));
  if (!knows) throw modificationIsInvalid();
}

function principalOf(
  state: LakeFormationState,
  sent: DataLakePrincipal | undefined,
  direction: 'grant' | 'revoke',
): string {
  const identifier = sent?.DataLakePrincipalIdentifier ?? '';
  if (!isPrincipalIdentifier(identifier)) throw invalidPrincipal();
  if (identifier === IAM_ALLOWED_PRINCIPALS) return identifier;
  const { accountId } = state.account;
  const arn = parseArn(identifier);
  if (arn?.service === 'iam') {
    if (arn.accountId !== accountId) throw notImplemented('A grant to another account');
    // Old grants of a deleted role can still be revoked ("limitations": entries stay when a principal is deleted).
    const isKnown = state.getLake().principalExists?.(identifier) ?? true;
    if (direction === 'grant' && !isKnown && !arn.resource.startsWith('saml-provider/')) throw invalidPrincipal();
  } else if (arn?.service === 'organizations' || /^\d{12}$/.test(identifier)) {
    throw notImplemented('A grant to another account or an organization');
  } else if (identifier.endsWith(':IAMPrincipals') && !identifier.startsWith(`${accountId}:`)) {
    throw notImplemented('A grant to another account');
  }
  return identifier;
}

/** Seen while a new role was not yet known to Lake Formation. */
function invalidPrincipal(): Error {
  return invalidInput('Invalid principal');
}

function errorOf(refusal: ChangeRefusal): Error {
  switch (refusal) {
    case 'modification-is-invalid':
      return modificationIsInvalid();
    case 'nothing-to-revoke':
      return nothingToRevoke();
  }
}
