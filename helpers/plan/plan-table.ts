import type { Probe } from '../model/plan.js';
import type { Objective } from '../model/status.js';
import type { FindingSet } from './finding-set.js';
import { tableKey } from './grant-index.js';
import type { ProbeSet } from './probe-set.js';
import { addGrantedTable, addRefusedTable, type GrantedTableProbes } from './table-probes.js';
import { testKeys } from './test-keys.js';
import type { DatabaseView, TableView } from './view.js';

export interface PlanParts {
  readonly probes: ProbeSet;
  readonly findings: FindingSet;
}

interface TablePlan extends PlanParts {
  readonly profile: string;
  readonly view: TableView;
}

/** A table that the profile may read, in whole or in part: visibility, one finding for each column, rows, audit, kept. */
export function planGrantedTable(parts: PlanParts, profile: string, view: TableView, listTables: Probe): void {
  const asked = addGrantedTable(parts.probes, profile, view);
  const plan = { ...parts, profile, view };
  addAccess(plan, 'table-visibility', 'permit', testKeys.visibility(profile, view.table), [
    listTables,
    asked.columnSet,
  ]);
  for (const column of view.table.columns) addColumn(plan, column, asked);
  addAccess(plan, 'row-set', 'permit', testKeys.rows(profile, view.table), [asked.rowCount]);
  const looks = [
    asked.columnSet,
    ...asked.counts,
    asked.rowCount,
    ...[...asked.byName.values()].flat(),
    asked.informationSchema,
    asked.describe,
  ];
  // Only a query that reads data makes Lake Formation vend; `WHERE false` may not.
  addLooks(plan, 'audit', 'logged', testKeys.logged(profile, tableKey(view.table)), looks, asked.counts);
  addLooks(plan, 'kept', 'kept', testKeys.kept(profile, view.table), looks, asked.counts);
}

/** A table of which the profile may read nothing: refused and unlisted, and the refused look logged. */
export function planRefusedTable(
  parts: PlanParts,
  profile: string,
  view: TableView,
  database: DatabaseView,
  listTables: Probe | undefined,
): Probe {
  const asked = addRefusedTable(parts.probes, profile, view.table, database);
  const plan = { ...parts, profile, view };
  const listed = listTables === undefined ? [] : [listTables];
  addAccess(plan, 'table-visibility', 'deny', testKeys.visibility(profile, view.table), [...listed, asked]);
  planRefusedLook(parts, profile, view.table, testKeys.logged(profile, tableKey(view.table)), asked);
  return asked;
}

/**
 * A refused look is logged too. What Lake Formation logs for it no source settles, so data access after a refusal is
 * owed as `deny`: none, or one that tells of the refusal.
 */
export function planRefusedLook(
  { findings }: PlanParts,
  profile: string,
  target: { readonly database: string; readonly table?: string },
  testKey: string,
  asked: Probe,
): void {
  const { database, table } = target;
  const resource = { database, ...(table === undefined ? {} : { table }) };
  const common = { objective: 'audit', profile, resource, probeIds: [asked.probeId], controls: [], testKey } as const;
  findings.add({ ...common, controlType: 'start-query-execution', expected: 'logged' });
  findings.add({ ...common, controlType: 'get-data-access', expected: 'deny' });
}

function addColumn({ findings, profile, view }: TablePlan, column: string, asked: GrantedTableProbes): void {
  const byName = asked.byName.get(column);
  const count = asked.counts.find(({ accessRequest }) => accessRequest.resource.columns?.includes(column));
  const own = byName ?? (count === undefined ? [] : [count]);
  const { database, table } = view.table;
  findings.add({
    objective: 'access',
    controlType: 'column-select',
    profile,
    resource: { database, table, column },
    expected: byName === undefined ? 'permit' : 'deny',
    probeIds: idsOf([asked.columnSet, ...own, asked.informationSchema, asked.describe]),
    controls: view.grant?.controls ?? [],
    testKey: testKeys.columns(profile, view.table),
  });
}

function addAccess(
  { findings, profile, view }: TablePlan,
  controlType: 'table-visibility' | 'row-set',
  expected: 'permit' | 'deny',
  testKey: string,
  asked: readonly Probe[],
): void {
  const { database, table } = view.table;
  const controls = view.grant?.controls ?? [];
  const resource = { database, table };
  findings.add({
    objective: 'access',
    controlType,
    profile,
    resource,
    expected,
    probeIds: idsOf(asked),
    controls,
    testKey,
  });
}

function addLooks(
  { findings, profile, view }: TablePlan,
  objective: Extract<Objective, 'audit' | 'kept'>,
  expected: 'logged' | 'kept',
  testKey: string,
  looks: readonly Probe[],
  reads: readonly Probe[],
): void {
  const { database, table } = view.table;
  const common = { objective, profile, resource: { database, table }, expected, controls: [], testKey } as const;
  findings.add({ ...common, controlType: 'start-query-execution', probeIds: idsOf(looks) });
  findings.add({ ...common, controlType: 'get-data-access', probeIds: idsOf(reads) });
}

function idsOf(probes: readonly Probe[]): readonly string[] {
  return probes.map(({ probeId }) => probeId);
}
