import type { Probe } from '../model/plan.js';
import { type PlanParts, planGrantedTable, planRefusedLook, planRefusedTable } from './plan-table.js';
import { addRefusedTable } from './table-probes.js';
import { testKeys } from './test-keys.js';
import type { DatabaseView, ProfileView } from './view.js';

/** Everything that one profile is asked, and every finding that is owed for it. */
export function planProfile(parts: PlanParts, view: ProfileView): void {
  const { profile, databases } = view;
  const subject = { profile, purpose: 'subject', expectation: 'permit' } as const;
  parts.probes.add({ ...subject, kind: 'session', target: {} });
  const visible = databases.filter((database) => database.visible).map(({ database }) => database.name);
  const listDatabases = parts.probes.add({ ...subject, kind: 'list-databases', target: {}, expectedNames: visible });
  for (const database of databases) {
    if (database.visible) planVisibleDatabase(parts, profile, database, listDatabases);
    else planHiddenDatabase(parts, profile, database, listDatabases);
  }
}

function planVisibleDatabase(parts: PlanParts, profile: string, view: DatabaseView, listDatabases: Probe): void {
  const granted = view.tables.filter(({ grant }) => grant !== undefined);
  const listTables = parts.probes.add({
    kind: 'list-tables',
    profile,
    purpose: 'subject',
    target: { database: view.database.name },
    expectation: 'permit',
    expectedNames: granted.map(({ table }) => table.table),
  });
  addDatabase(parts, profile, view, [listDatabases, listTables]);
  for (const table of view.tables) {
    if (table.grant === undefined) planRefusedTable(parts, profile, table, view, listTables);
    else planGrantedTable(parts, profile, table, listTables);
  }
}

/**
 * A database of which the profile may see nothing is asked for through its first table: nothing less can be asked by
 * name. One that has no table at all cannot be asked for, and judging says so.
 */
function planHiddenDatabase(parts: PlanParts, profile: string, view: DatabaseView, listDatabases: Probe): void {
  const { name, undeclaredTables } = view.database;
  const refused = view.tables.map((table) => planRefusedTable(parts, profile, table, view, undefined));
  const [undeclared] = undeclaredTables;
  if (refused.length === 0 && undeclared !== undefined) {
    const asked = addRefusedTable(parts.probes, profile, { database: name, table: undeclared }, view);
    planRefusedLook(parts, profile, { database: name }, testKeys.logged(profile, name), asked);
    refused.push(asked);
  }
  addDatabase(parts, profile, view, [listDatabases, ...refused.slice(0, 1)]);
}

function addDatabase({ findings }: PlanParts, profile: string, view: DatabaseView, asked: readonly Probe[]): void {
  findings.add({
    objective: 'access',
    controlType: 'database-visibility',
    profile,
    resource: { database: view.database.name },
    expected: view.visible ? 'permit' : 'deny',
    probeIds: asked.map(({ probeId }) => probeId),
    controls: view.controls,
    testKey: testKeys.databases(profile),
  });
}

/**
 * The last question of a profile that may read something: the first column of its first table, of those that Lake
 * Formation lists a grant for, where it lists one.
 */
export function addBeacon({ probes }: PlanParts, { profile, databases }: ProfileView): void {
  const first = databases.flatMap(({ tables }) => tables).find(({ permitted }) => permitted.length > 0);
  const column = first?.permitted.find((name) => !first.unlisted.includes(name)) ?? first?.permitted[0];
  if (first === undefined || column === undefined) return;
  const { database, table } = first.table;
  probes.add({
    kind: 'beacon',
    profile,
    purpose: 'beacon',
    target: { database, table, columns: [column] },
    expectation: 'permit',
  });
}
