import type {
  ListPermissionsCommandInput,
  ListPermissionsResponse,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import type { Grant, GrantResource } from '../../access/lakeformation/grant.js';
import { grantees } from '../../access/lakeformation/principals.js';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { passable } from './authority.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput, notAuthorisedForPermissions } from './errors.js';
import { resourceFor } from './known-resource.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { listedRows } from './resource-shape.js';
import type { LakeFormationState } from './state.js';

const MAX_RESULTS = 1000;

/**
 * Explicit grants, cut down to what the caller may know: administrators of both kinds see every one, others their own
 * and, on what they may pass on, those permissions of others (Lake Formation API, ListPermissions; Developer Guide,
 * "viewing-permissions"). With Principal and Resource: what reaches the principal there, all-tables grants and the
 * account's group included.
 */
export const listPermissions = (
  state: LakeFormationState,
): Action<ListPermissionsCommandInput, ListPermissionsResponse> =>
  lakeFormationAction({
    operation: 'ListPermissions',
    readOnly: true,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { NextToken, MaxResults, ...question } = input;
      const caller = exchange.caller.principalArn;
      const asked = filterOf(state, input, caller);
      const seesAll = state.describesEverything(caller);
      const matching = [...candidates(state, input, asked)].filter((grant) => matches(grant, asked, input));
      const shown = seesAll ? matching : matching.flatMap((grant) => knownTo(state, grant, caller));
      if (!seesAll && asked !== undefined && shown.length === 0) throw notAuthorisedForPermissions();
      const rows = shown.flatMap((grant) => listedRows(grant, state.account.accountId));
      const sorted = rows.map((row) => ({ row, key: keyOf(row) })).sort((a, b) => (a.key < b.key ? -1 : 1));
      const result = page(sorted, (entry) => entry.key, {
        nextToken: NextToken,
        maxResults: MaxResults,
        defaultSize: MAX_RESULTS,
        question: [question, caller],
        errorCode: 'InvalidInputException',
      });
      return {
        PrincipalResourcePermissions: result.items.map((entry) => entry.row),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });

function filterOf(
  state: LakeFormationState,
  input: ListPermissionsCommandInput,
  caller: string,
): GrantResource | undefined {
  if (input.IncludeRelated === 'TRUE' && (input.Resource?.Table === undefined || input.Principal !== undefined)) {
    throw invalidInput('IncludeRelated requires a table resource and no principal.');
  }
  if (input.ResourceType?.startsWith('LF_')) throw notImplemented('Listing the permissions of LF-Tags');
  if (input.Resource === undefined) return undefined;
  if (input.Resource.TableWithColumns !== undefined) {
    throw invalidInput('TableWithColumns is not supported as a filter; list the permissions of the table.');
  }
  return resourceFor(state, input.Resource, caller);
}

function candidates(
  state: LakeFormationState,
  input: ListPermissionsCommandInput,
  asked: GrantResource | undefined,
): Iterable<Grant> {
  const principal = input.Principal?.DataLakePrincipalIdentifier;
  if (principal === undefined) return state.grants.all();
  if (asked === undefined) return state.grants.of(principal);
  return grantees(principal).flatMap((grantee) => [...state.grants.of(grantee)]);
}

/** An exact match, but that a table brings its column grants, and an effective view the all-tables grant. */
function matches(grant: Grant, asked: GrantResource | undefined, input: ListPermissionsCommandInput): boolean {
  const { resource } = grant;
  if (input.ResourceType !== undefined && typeOf(resource) !== input.ResourceType) return false;
  switch (asked?.kind) {
    case undefined:
      return true;
    case 'catalog':
      return resource.kind === 'catalog';
    case 'database':
      return resource.kind === 'database' && resource.databaseName === asked.databaseName;
    case 'all-tables':
      return resource.kind === 'all-tables' && resource.databaseName === asked.databaseName;
    case 'table':
    case 'columns': {
      if (resource.kind === 'all-tables') {
        return input.Principal !== undefined && resource.databaseName === asked.databaseName;
      }
      const isOfTable = resource.kind === 'table' || resource.kind === 'columns';
      return isOfTable && resource.databaseName === asked.databaseName && resource.tableName === asked.tableName;
    }
    case 'location':
      return resource.kind === 'location' && resource.resourceArn === asked.resourceArn;
  }
}

type ResourceType = NonNullable<ListPermissionsCommandInput['ResourceType']>;

function typeOf(resource: GrantResource): ResourceType {
  switch (resource.kind) {
    case 'catalog':
      return 'CATALOG';
    case 'database':
      return 'DATABASE';
    case 'all-tables':
    case 'table':
    case 'columns':
      return 'TABLE';
    case 'location':
      return 'DATA_LOCATION';
  }
}

function knownTo(state: LakeFormationState, grant: Grant, caller: string): readonly Grant[] {
  if (grantees(caller).includes(grant.principal)) return [grant];
  const mine = passable(state, caller, grant.resource);
  const permissions = grant.permissions.filter((permission) => mine.has(permission));
  if (permissions.length === 0) return [];
  return [{ ...grant, permissions, grantable: grant.grantable.filter((permission) => mine.has(permission)) }];
}

function keyOf(row: PrincipalResourcePermissions): string {
  return JSON.stringify([row.Principal?.DataLakePrincipalIdentifier, row.Resource, row.PermissionsWithGrantOption]);
}
