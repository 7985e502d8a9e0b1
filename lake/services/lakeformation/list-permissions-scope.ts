import type { ListPermissionsCommandInput } from '@aws-sdk/client-lakeformation';
import { type GrantResource, isTagPolicy, type TagPolicyResource } from '../../access/lakeformation/grant.js';
import { bodyOf } from '../../access/lakeformation/table-holdings.js';
import { satisfies } from '../../access/lakeformation/tags.js';
import type { LakeFormationState } from './state.js';

export type ResourceType = NonNullable<ListPermissionsCommandInput['ResourceType']>;

/** Under which type a grant's resource is listed. */
export function typeOf(resource: GrantResource): ResourceType {
  switch (resource.kind) {
    case 'catalog':
      return 'CATALOG';
    case 'database':
      return 'DATABASE';
    case 'all-tables':
    case 'table':
    case 'columns':
    case 'filter':
      return 'TABLE';
    case 'location':
      return 'DATA_LOCATION';
    case 'tag':
      return 'LF_TAG';
    case 'tag-policy':
    case 'named-tag-policy':
      return resource.resourceType === 'DATABASE' ? 'LF_TAG_POLICY_DATABASE' : 'LF_TAG_POLICY_TABLE';
    case 'tag-expression':
      return 'LF_NAMED_TAG_EXPRESSION';
  }
}

/**
 * Whether a grant's resource answers a question about `asked`: an exact match, but that a table brings its column lists
 * and, when `related` ones are wanted, its data cells filters (Lake Formation API, ListPermissions).
 */
export function isListedFor(resource: GrantResource, asked: GrantResource, related: boolean): boolean {
  if (asked.kind === 'table' || asked.kind === 'columns') {
    const isOfTable =
      resource.kind === 'table' || resource.kind === 'columns' || (related && resource.kind === 'filter');
    return isOfTable && resource.databaseName === asked.databaseName && resource.tableName === asked.tableName;
  }
  if (asked.kind === 'tag') {
    // Grants on values of a tag are kept apart; a question about several values names each.
    return (
      resource.kind === 'tag' && resource.key === asked.key && resource.values.every((v) => asked.values.includes(v))
    );
  }
  return JSON.stringify(resource) === JSON.stringify(asked);
}

/** What reaches `asked` beside that: all-tables grants, the table's filters, and LF-Tags that it satisfies. */
export function reaches(state: LakeFormationState, resource: GrantResource, asked: GrantResource): boolean {
  if (asked.kind === 'database') return isTagPolicy(resource) && fitsDatabase(state, resource, asked.databaseName);
  if (asked.kind !== 'table' && asked.kind !== 'columns') return false;
  if (resource.kind === 'all-tables') return resource.databaseName === asked.databaseName;
  if (resource.kind === 'filter') {
    return resource.databaseName === asked.databaseName && resource.tableName === asked.tableName;
  }
  return isTagPolicy(resource) && fitsTable(state, resource, asked.databaseName, asked.tableName);
}

function fitsDatabase(state: LakeFormationState, policy: TagPolicyResource, databaseName: string): boolean {
  const body = bodyOf(policy, state.tags);
  return policy.resourceType === 'DATABASE' && body !== undefined && satisfies(state.tags.database(databaseName), body);
}

/** The table or one of its columns. */
function fitsTable(
  state: LakeFormationState,
  policy: TagPolicyResource,
  databaseName: string,
  tableName: string,
): boolean {
  const body = bodyOf(policy, state.tags);
  if (policy.resourceType !== 'TABLE' || body === undefined) return false;
  const columns = state.tags.taggedColumns(databaseName, tableName).values();
  return [state.tags.table(databaseName, tableName), ...columns].some((tags) => satisfies(tags, body));
}
