import { groupBy } from '../../core/group-by.js';
import type { PlannedTest } from '../model/plan.js';
import type { Policy, PolicyTable } from '../model/policy.js';
import { type GrantIndex, grantIndex, tableKey } from './grant-index.js';
import { testKeys } from './test-keys.js';

/**
 * The Playwright tests of a policy, named from the policy alone: what a lake holds adds probes under a test, never a
 * test. In the order of the stages, then of the profiles' and tables' names.
 */
export function plannedTests(policy: Policy): readonly PlannedTest[] {
  const grants = grantIndex(policy);
  const tablesOf = groupBy(policy.tables, ({ database }) => database);
  const profiles = policy.profiles.map(({ name }) => name);
  return [
    ...profiles.map(sessionTest),
    ...policy.databases.map(({ name }) => declaredTest(name)),
    ...profiles.flatMap((profile) => accessTests(policy, grants, profile)),
    ...profiles.flatMap((profile) => auditTests(policy, tablesOf, grants, profile)),
  ];
}

type TablesOf = ReadonlyMap<string, readonly PolicyTable[]>;

function sessionTest(profile: string): PlannedTest {
  const title = `${profile} has a session that works, under its own role`;
  return { testKey: testKeys.session(profile), title, stage: 'preflight', control: 'session', profile };
}

function declaredTest(database: string): PlannedTest {
  const title = `${database} holds nothing that the policy does not name`;
  return { testKey: testKeys.declared(database), title, stage: 'posture', control: 'declared', target: database };
}

function accessTests(policy: Policy, grants: GrantIndex, profile: string): PlannedTest[] {
  const tests: PlannedTest[] = [
    {
      testKey: testKeys.databases(profile),
      title: `${profile} sees exactly its databases`,
      stage: 'access',
      control: 'databases',
      profile,
    },
  ];
  for (const table of policy.tables) {
    const target = tableKey(table);
    const common = { stage: 'access', profile, target } as const;
    const granted = grants.grantOf(profile, table) !== undefined;
    tests.push({
      ...common,
      testKey: testKeys.visibility(profile, table),
      title: granted ? `${profile} finds ${target}` : `${profile} is refused ${target}`,
      control: 'visibility',
    });
    if (!granted) continue;
    tests.push(
      {
        ...common,
        testKey: testKeys.columns(profile, table),
        title: `${profile} sees exactly its columns of ${target}`,
        control: 'columns',
      },
      {
        ...common,
        testKey: testKeys.rows(profile, table),
        title: `${profile} sees every row of ${target}`,
        control: 'rows',
      },
    );
  }
  return tests;
}

function auditTests(policy: Policy, tablesOf: TablesOf, grants: GrantIndex, profile: string): PlannedTest[] {
  const tests: PlannedTest[] = [];
  for (const { name } of policy.databases) {
    const tables = tablesOf.get(name) ?? [];
    const targets = tables.length === 0 ? [name] : tables.map(tableKey);
    for (const target of targets) {
      tests.push({
        testKey: testKeys.logged(profile, target),
        title: `every look of ${profile} at ${target} was logged`,
        stage: 'audit',
        control: 'logged',
        profile,
        target,
      });
    }
    for (const table of tables.filter((candidate) => grants.grantOf(profile, candidate) !== undefined)) {
      tests.push({
        testKey: testKeys.kept(profile, table),
        title: `a trail keeps the looks of ${profile} at ${tableKey(table)}`,
        stage: 'audit',
        control: 'kept',
        profile,
        target: tableKey(table),
      });
    }
  }
  return tests;
}
