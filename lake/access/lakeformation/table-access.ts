import type { GlueTable } from '../../model/catalogue.js';
import type { LakeSwitches } from '../../model/lake.js';
import type { CellFilter, TableAccess } from '../../model/permissions.js';
import { type ColumnSelection, IAM_ALLOWED_PRINCIPALS, type LakeFormationPermission } from './grant.js';
import { VOIDS_COLUMN_FILTER } from './permission-sets.js';
import { grantees } from './principals.js';
import {
  mergeHoldings,
  type TableHoldings,
  type TableIndexes,
  type TablePlace,
  tableHoldings,
} from './table-holdings.js';

export interface TableQuestion extends TableIndexes {
  readonly principalArn: string;
  readonly table: Pick<GlueTable, 'databaseName' | 'name' | 'storage' | 'partitionKeys'>;
  /** Data lake administrator or read-only administrator: DESCRIBE on everything, SELECT on nothing by itself. */
  readonly describesEverything: boolean;
  /** The principal has opted in on the table: IAM_ALLOWED_PRINCIPALS is nothing to it. */
  readonly optedIn: boolean;
  readonly columnListBesideWriting: LakeSwitches['columnListBesideWriting'];
}

interface Columns {
  readonly all: readonly string[];
  readonly partitionKeys: ReadonlySet<string>;
}

/**
 * What Lake Formation lets a principal do with a table: the union of its grants by name, by LF-Tags and by data cells
 * filters (Lake Formation Developer Guide, "metadata-permissions", "data-filtering", "data-filtering-notes"). There is no
 * deny: what no grant gives is refused.
 */
export function tableAccess(question: TableQuestion): TableAccess {
  const columns = columnsOf(question.table);
  const place = placeOf(question, columns);
  const own = tableHoldings(question, place, grantees(question.principalArn));
  const byGrant = reach(own, columns, question);
  if (question.optedIn) return accessOf(byGrant, false);
  const group = tableHoldings(question, place, [IAM_ALLOWED_PRINCIPALS]);
  if (!group.any) return accessOf(byGrant, false);
  const withGroup = reach(mergeHoldings(own, group), columns, question);
  return accessOf(withGroup, isWider(withGroup, byGrant));
}

/** Spelled out, for it is made once a query: objects put together out of others are read several times as slowly. */
function accessOf({ visible, selectable, described, cells }: Reach, viaIamAllowedPrincipals: boolean): TableAccess {
  return { visible, selectable, described, cells, viaIamAllowedPrincipals };
}

/** The permissions that `principals` hold on the table as a whole: by name, by all-tables grants and by LF-Tags. */
export function tablePermissions(
  question: Pick<TableQuestion, 'grants' | 'filters' | 'tags' | 'table'>,
  principals: readonly string[],
): ReadonlySet<LakeFormationPermission> {
  return tableHoldings(question, placeOf(question, columnsOf(question.table)), principals).permissions;
}

type Reach = Omit<TableAccess, 'viaIamAllowedPrincipals'>;

function reach(held: TableHoldings, columns: Columns, question: TableQuestion): Reach {
  const everywhere = openEverywhere(held, columns, question.columnListBesideWriting);
  const filters = held.filters
    .filter(({ rows }) => rows.kind !== 'every-row')
    .map(
      (filter): CellFilter => ({
        rows: filter.rows,
        expression: filter.expression ?? 'TRUE',
        columns: selected([filter.columns], columns),
      }),
    )
    // What is open in every row needs no filter.
    .filter((filter) => filter.columns.some((name) => !everywhere.has(name)));
  const open = new Set([...everywhere, ...filters.flatMap((filter) => filter.columns)]);
  const selectable = columns.all.filter((name) => open.has(name));
  return {
    visible: question.describesEverything || held.any,
    selectable,
    described: described(held, columns, selectable, question.describesEverything),
    cells: filters.length === 0 ? undefined : { everywhere: [...everywhere], filters },
  };
}

/** The columns that can be read in every row. */
function openEverywhere(
  held: TableHoldings,
  columns: Columns,
  besideWriting: LakeSwitches['columnListBesideWriting'],
): ReadonlySet<string> {
  const writes = VOIDS_COLUMN_FILTER.some((permission) => held.permissions.has(permission));
  const hasList = held.selections.length > 0;
  const isWhole = held.permissions.has('ALL') || held.permissions.has('SELECT');
  if (isWhole || (writes && hasList && besideWriting === 'unfiltered')) return new Set(columns.all);
  const lists = writes ? [] : held.selections;
  const ofFilters = held.filters.filter(({ rows }) => rows.kind === 'every-row').map((filter) => filter.columns);
  const ofTags = held.taggedSelect.size === 0 ? [] : [{ kind: 'include', names: [...held.taggedSelect] } as const];
  return new Set(selected([...lists, ...ofFilters, ...ofTags], columns));
}

/** Any permission on the whole table implies DESCRIBE of it; what reaches some columns shows those. */
function described(
  held: TableHoldings,
  columns: Columns,
  selectable: readonly string[],
  describesEverything: boolean,
): readonly string[] {
  if (describesEverything || held.permissions.size > 0) return columns.all;
  const byTags = held.taggedDescribe.size === 0 ? [] : [{ kind: 'include', names: [...held.taggedDescribe] } as const];
  const shown = new Set([...selectable, ...selected(byTags, columns)]);
  return columns.all.filter((name) => shown.has(name));
}

/** Column filters cannot touch partition keys ("data-filtering-notes"): whoever reads some column reads those too. */
function selected(selections: readonly ColumnSelection[], columns: Columns): readonly string[] {
  const isNamed = (name: string): boolean =>
    selections.some((selection) => (selection.kind === 'include') === selection.names.includes(name));
  return selections.length === 0 ? [] : columns.all.filter((name) => columns.partitionKeys.has(name) || isNamed(name));
}

function isWider(one: Reach, other: Reach): boolean {
  return (
    one.selectable.length > other.selectable.length ||
    one.described.length > other.described.length ||
    (one.cells === undefined) !== (other.cells === undefined) ||
    one.visible !== other.visible
  );
}

function columnsOf(table: TableQuestion['table']): Columns {
  const keys = table.partitionKeys.map((column) => column.name.toLowerCase());
  return {
    all: [...table.storage.columns.map((column) => column.name.toLowerCase()), ...keys],
    partitionKeys: new Set(keys),
  };
}

function placeOf({ table }: Pick<TableQuestion, 'table'>, columns: Columns): TablePlace {
  return { databaseName: table.databaseName, tableName: table.name, columns: columns.all };
}
