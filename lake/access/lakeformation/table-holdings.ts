import type { DataCellsFilter, FilterIndex } from './data-cells-filter.js';
import {
  type ColumnSelection,
  type Grant,
  type GrantIndex,
  isTagPolicy,
  type LakeFormationPermission,
  type TagPolicyResource,
} from './grant.js';
import { satisfies, type TagExpression, type TagIndex } from './tags.js';

/** Where a table's grants, filters and tags are looked up. */
export interface TableIndexes {
  readonly grants: GrantIndex;
  readonly filters: FilterIndex;
  readonly tags: TagIndex;
}

export interface TablePlace {
  readonly databaseName: string;
  readonly tableName: string;
  /** Lower-case, partition keys included. */
  readonly columns: readonly string[];
}

/** All that some principals hold on a table, however it was given. */
export interface TableHoldings {
  /** On the table as a whole. */
  readonly permissions: ReadonlySet<LakeFormationPermission>;
  /** Column lists of SELECT. */
  readonly selections: readonly ColumnSelection[];
  /** Data cells filters with SELECT. */
  readonly filters: readonly DataCellsFilter[];
  /** Columns that SELECT by LF-Tags reaches where an expression does not reach the whole table. */
  readonly taggedSelect: ReadonlySet<string>;
  /** The same for DESCRIBE. */
  readonly taggedDescribe: ReadonlySet<string>;
  /** Something is held, whether or not it reaches a column. */
  readonly any: boolean;
}

export function tableHoldings(indexes: TableIndexes, place: TablePlace, principals: readonly string[]): TableHoldings {
  const held = {
    permissions: new Set<LakeFormationPermission>(),
    selections: [] as ColumnSelection[],
    filters: [] as DataCellsFilter[],
    taggedSelect: new Set<string>(),
    taggedDescribe: new Set<string>(),
    any: false,
  };
  for (const principal of principals) {
    for (const grant of indexes.grants.table(principal, place.databaseName, place.tableName)) {
      addNamed(held, indexes.filters, grant);
    }
    for (const grant of indexes.grants.tagPolicies(principal)) addTagged(held, indexes.tags, place, grant);
  }
  return held;
}

export function mergeHoldings(one: TableHoldings, other: TableHoldings): TableHoldings {
  return {
    permissions: new Set([...one.permissions, ...other.permissions]),
    selections: [...one.selections, ...other.selections],
    filters: [...one.filters, ...other.filters],
    taggedSelect: new Set([...one.taggedSelect, ...other.taggedSelect]),
    taggedDescribe: new Set([...one.taggedDescribe, ...other.taggedDescribe]),
    any: one.any || other.any,
  };
}

interface Growing {
  readonly permissions: Set<LakeFormationPermission>;
  readonly selections: ColumnSelection[];
  readonly filters: DataCellsFilter[];
  readonly taggedSelect: Set<string>;
  readonly taggedDescribe: Set<string>;
  any: boolean;
}

function addNamed(held: Growing, filters: FilterIndex, { resource, permissions }: Grant): void {
  if (resource.kind === 'columns') {
    held.selections.push(resource.columns);
    held.any = true;
  } else if (resource.kind === 'filter') {
    // DESCRIBE and DROP of a filter are about the filter, not about the table.
    const filter = filters.filter(resource.databaseName, resource.tableName, resource.filterName);
    if (filter === undefined || !permissions.includes('SELECT')) return;
    held.filters.push(filter);
    held.any = true;
  } else {
    for (const permission of permissions) held.permissions.add(permission);
    if (permissions.length > 0) held.any = true;
  }
}

/**
 * A tag policy reaches the whole table when the table and each of its columns satisfy it. When only some columns do, the
 * permissions that cannot be held on columns shrink: ALTER, DROP, INSERT and DELETE to DESCRIBE, Super to SELECT and
 * DESCRIBE (Developer Guide, "tag-based-access-control").
 */
function addTagged(held: Growing, tags: TagIndex, place: TablePlace, grant: Grant): void {
  if (!isTagPolicy(grant.resource) || grant.resource.resourceType !== 'TABLE') return;
  const expression = bodyOf(grant.resource, tags);
  if (expression === undefined) return;
  const onTable = tags.table(place.databaseName, place.tableName);
  const onColumns = tags.taggedColumns(place.databaseName, place.tableName);
  const tableFits = satisfies(onTable, expression);
  const fitting = place.columns.filter((name) => {
    const own = onColumns.get(name);
    return own === undefined ? tableFits : satisfies(own, expression);
  });
  if (tableFits && fitting.length === place.columns.length) {
    for (const permission of grant.permissions) held.permissions.add(permission);
    held.any = true;
    return;
  }
  if (!tableFits && fitting.length === 0) return;
  held.any = true;
  const reads = grant.permissions.includes('SELECT') || grant.permissions.includes('ALL');
  for (const name of fitting) {
    held.taggedDescribe.add(name);
    if (reads) held.taggedSelect.add(name);
  }
}

/** The expression of a tag policy; undefined when it names a saved one that is gone. */
export function bodyOf(resource: TagPolicyResource, tags: TagIndex): TagExpression | undefined {
  return resource.kind === 'tag-policy' ? resource.expression : tags.expression(resource.expressionName);
}
