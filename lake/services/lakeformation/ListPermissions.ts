import type {
  ListPermissionsCommandInput,
  ListPermissionsResponse,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import type { Grant, GrantResource } from '../../access/lakeformation/grant.js';
import { grantees } from '../../access/lakeformation/principals.js';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { passable } from './authority.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput, notAuthorisedForPermissions } from './errors.js';
import { resourceFor } from './known-resource.js';
import { lakeFormationAction } from './lake-formation-action.js';
import { isListedFor, reaches, typeOf } from './list-permissions-scope.js';
import { joinedTags, listedRows } from './resource-shape.js';
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
      const matching = [...candidates(state, input, asked)].filter((grant) => matches(state, grant, asked, input));
      const shown = seesAll ? matching : matching.flatMap((grant) => knownTo(state, grant, caller));
      if (!seesAll && asked !== undefined && shown.length === 0) throw notAuthorisedForPermissions();
      const rows = joinedTags(shown).flatMap((grant) => listedRows(grant, state.account.accountId));
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

function matches(
  state: LakeFormationState,
  grant: Grant,
  asked: GrantResource | undefined,
  input: ListPermissionsCommandInput,
): boolean {
  const { resource } = grant;
  if (input.ResourceType !== undefined && typeOf(resource) !== input.ResourceType) return false;
  if (asked === undefined || isListedFor(resource, asked, input.IncludeRelated === 'TRUE')) return true;
  return input.Principal !== undefined && reaches(state, resource, asked);
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
