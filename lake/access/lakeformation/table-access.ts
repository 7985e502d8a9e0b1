import type { GlueTable } from '../../model/catalogue.js';
import type { TableAccess } from '../../model/permissions.js';
import {
  type ColumnSelection,
  type GrantIndex,
  IAM_ALLOWED_PRINCIPALS,
  type LakeFormationPermission,
} from './grant.js';
import { VOIDS_COLUMN_FILTER } from './permission-sets.js';
import { grantees } from './principals.js';

export interface TableQuestion {
  readonly principalArn: string;
  readonly table: Pick<GlueTable, 'databaseName' | 'name' | 'storage' | 'partitionKeys'>;
  readonly grants: GrantIndex;
  /** Data lake administrator or read-only administrator: DESCRIBE on everything, SELECT on nothing by itself. */
  readonly describesEverything: boolean;
}

interface Holdings {
  readonly permissions: ReadonlySet<LakeFormationPermission>;
  readonly columns: readonly ColumnSelection[];
}

interface Columns {
  readonly all: readonly string[];
  readonly partitionKeys: ReadonlySet<string>;
}

/**
 * What Lake Formation lets a principal do with a table: the union of its grants (Lake Formation Developer Guide,
 * "metadata-permissions", "data-filtering", "data-filtering-notes"). There is no deny: what no grant gives is refused.
 */
export function tableAccess(question: TableQuestion): TableAccess {
  const columns = columnsOf(question.table);
  const principals = grantees(question.principalArn);
  const own = holdings(question, principals);
  const group = holdings(question, [IAM_ALLOWED_PRINCIPALS]);
  const byGrant = reach(own, columns, question.describesEverything);
  if (group.permissions.size === 0) return { ...byGrant, viaIamAllowedPrincipals: false };
  const withGroup = reach(merge(own, group), columns, question.describesEverything);
  const widened =
    withGroup.selectable.length > byGrant.selectable.length || withGroup.described.length > byGrant.described.length;
  return { ...withGroup, viaIamAllowedPrincipals: widened };
}

/** The table-level permissions and column lists that `principals` hold on the table, all-tables grants included. */
export function tablePermissions(
  question: Pick<TableQuestion, 'grants' | 'table'>,
  principals: readonly string[],
): ReadonlySet<LakeFormationPermission> {
  return holdings(question, principals).permissions;
}

function holdings(question: Pick<TableQuestion, 'grants' | 'table'>, principals: readonly string[]): Holdings {
  const permissions = new Set<LakeFormationPermission>();
  const columns: ColumnSelection[] = [];
  for (const principal of principals) {
    for (const grant of question.grants.table(principal, question.table.databaseName, question.table.name)) {
      if (grant.resource.kind === 'columns') columns.push(grant.resource.columns);
      else for (const permission of grant.permissions) permissions.add(permission);
    }
  }
  return { permissions, columns };
}

function merge(one: Holdings, other: Holdings): Holdings {
  return {
    permissions: new Set([...one.permissions, ...other.permissions]),
    columns: [...one.columns, ...other.columns],
  };
}

function reach(
  held: Holdings,
  columns: Columns,
  describesEverything: boolean,
): Omit<TableAccess, 'viaIamAllowedPrincipals'> {
  const filterIsVoid = VOIDS_COLUMN_FILTER.some((permission) => held.permissions.has(permission));
  const whole =
    held.permissions.has('ALL') || held.permissions.has('SELECT') || (held.columns.length > 0 && filterIsVoid);
  const selectable = whole
    ? columns.all
    : columns.all.filter((name) => held.columns.length > 0 && isSelected(name, held.columns, columns.partitionKeys));
  // Any table permission implies DESCRIBE of the whole table; a partial SELECT shows its own columns only.
  const described = describesEverything || held.permissions.size > 0 ? columns.all : selectable;
  const visible = describesEverything || held.permissions.size > 0 || held.columns.length > 0;
  return { visible, selectable, described };
}

/** Column filters cannot touch partition keys ("data-filtering-notes"): whoever reads some column reads those too. */
function isSelected(name: string, selections: readonly ColumnSelection[], partitionKeys: ReadonlySet<string>): boolean {
  if (partitionKeys.has(name)) return true;
  return selections.some((selection) => (selection.kind === 'include') === selection.names.includes(name));
}

function columnsOf(table: TableQuestion['table']): Columns {
  const keys = table.partitionKeys.map((column) => column.name.toLowerCase());
  return {
    all: [...table.storage.columns.map((column) => column.name.toLowerCase()), ...keys],
    partitionKeys: new Set(keys),
  };
}
