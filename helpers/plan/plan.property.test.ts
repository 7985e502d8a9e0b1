import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inventory } from '../model/catalogue.js';
import { CLAUSES } from '../model/plan.js';
import { parsePolicy } from '../policy/load-policy.js';
import { planProbes } from './plan.js';
import { plannedTests } from './planned-tests.js';

/** A policy as its writer would write it (JSON is YAML), and the lake that it describes. */
interface World {
  readonly databases: readonly string[];
  readonly profiles: readonly string[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** [profile, table, columns]. */
  readonly grants: readonly (readonly [string, string, readonly string[]])[];
  readonly controlRole: boolean;
}

const name = fc.constantFrom('a', 'b', 'c', 'd', 'select', 'x y', 'q"r', "s't", 'u`v', ';--', 'ä');
const plain = fc.constantFrom('ana', 'bob', 'cyd', 'dan');

const world: fc.Arbitrary<World> = fc
  .record({
    databases: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
    profiles: fc.uniqueArray(plain, { minLength: 1, maxLength: 4 }),
    tables: fc.array(fc.tuple(fc.nat(), name, fc.uniqueArray(name, { minLength: 1, maxLength: 6 })), {
      minLength: 1,
      maxLength: 5,
    }),
    picks: fc.array(fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), { minLength: 20, maxLength: 20 }),
    controlRole: fc.boolean(),
  })
  .map(({ databases, profiles, tables: drawn, picks, controlRole }) => {
    const tables = new Map(
      drawn.map(([at, table, columns]) => [`${databases[at % databases.length]}.${table}`, columns]),
    );
    const pairs = profiles.flatMap((profile) => [...tables].map(([table, columns]) => ({ profile, table, columns })));
    const grants = pairs.flatMap(({ profile, table, columns }, position) => {
      const chosen = columns.filter((_, column) => picks[position % picks.length]?.[column]);
      return chosen.length === 0 ? [] : [[profile, table, chosen] as const];
    });
    const named = [...tables].map(([table, columns]) => ({ name: table, columns }));
    return { databases, profiles, tables: named, grants, controlRole };
  });

/** `order` decides in which order maps and lists are written. */
function textOf({ databases, profiles, tables, grants, controlRole }: World, order: <T>(items: readonly T[]) => T[]) {
  return JSON.stringify({
    formatVersion: 1,
    name: 'generated',
    scope: { databases: order(databases) },
    profiles: Object.fromEntries(order(profiles).map((profile) => [profile, null])),
    tables: Object.fromEntries(
      order(tables).map((table) => [
        table.name,
        { columns: Object.fromEntries(order(table.columns).map((column) => [column, null])) },
      ]),
    ),
    grants: order(grants).map(([profile, table, columns]) => ({ profile, table, columns: order(columns), why: 'w' })),
    ...(controlRole ? { controlRole: 'auditor' } : {}),
  });
}

const asWritten = <T>(items: readonly T[]): T[] => [...items];
const reversed = <T>(items: readonly T[]): T[] => items.toReversed();

function inventoryOf({ databases, profiles, tables }: World): Inventory {
  return {
    formatVersion: 1,
    accountId: '111122223333',
    partition: 'aws',
    region: 'us-east-1',
    catalogId: '111122223333',
    databases: databases.map((database) => ({
      name: database,
      tables: tables
        .filter((table) => table.name.startsWith(`${database}.`))
        .map((table) => ({
          name: table.name.slice(database.length + 1),
          columns: table.columns.map((column) => ({ name: column, type: 'string', partitionKey: false })),
        })),
    })),
    databasesOutsideScope: [],
    grants: [],
    dataLakeAdmins: [],
    readOnlyAdmins: [],
    profiles: profiles.map((profile) => ({ name: profile })),
    trails: [],
    gaps: [],
  };
}

function planOf(drawn: World, order = asWritten) {
  return planProbes(parsePolicy(textOf(drawn, order), 'p.yaml'), inventoryOf(drawn), {});
}

describe('any plan', () => {
  it('owes exactly one finding for each profile and declared column of a granted table, permitted as granted', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const expected = drawn.grants.flatMap(([profile, table, granted]) =>
          (drawn.tables.find((each) => each.name === table)?.columns ?? []).map(
            (column) => `${profile} ${table} ${column} ${granted.includes(column) ? 'permit' : 'deny'}`,
          ),
        );
        const owed = planOf(drawn)
          .findings.filter(({ controlType }) => controlType === 'column-select')
          .map((f) => `${f.profile} ${f.resource.database}.${f.resource.table} ${f.resource.column} ${f.expected}`);
        expect(owed.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });

  it('asks for each denied column of a granted table in all four clauses, and for no permitted one by name', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const plan = planOf(drawn);
        const asked = new Map(plan.probes.map((probe) => [probe.probeId, probe]));
        for (const finding of plan.findings.filter(({ controlType }) => controlType === 'column-select')) {
          const byName = finding.probeIds
            .map((id) => asked.get(id))
            .filter((probe) => probe?.kind === 'column-by-name' && probe.purpose === 'subject')
            .map((probe) => {
              expect(probe?.profile).toBe(finding.profile);
              expect(probe?.accessRequest.resource.columns).toEqual([finding.resource.column]);
              return probe?.accessRequest.context.clause;
            });
          expect(byName).toEqual(finding.expected === 'deny' ? CLAUSES : []);
        }
      }),
    );
  });

  it('never rests a control on the subject itself, nor on a profile without a grant that covers the question', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const plan = planOf(drawn);
        const asked = new Map(plan.probes.map((probe) => [probe.probeId, probe]));
        for (const probe of plan.probes) {
          if (probe.controlProbeId === undefined) continue;
          const control = asked.get(probe.controlProbeId);
          expect(control?.sql).toBe(probe.sql);
          expect(control?.profile).not.toBe(probe.profile);
          if (control?.profile === 'controlRole:auditor') continue;
          const { database, table, columns = [] } = probe.accessRequest.resource;
          const grant = drawn.grants.find(([who, what]) => who === control?.profile && what === `${database}.${table}`);
          expect(grant?.[2]).toEqual(expect.arrayContaining([...columns]));
        }
      }),
    );
  });

  it('is the same in whatever order the policy was written, but for the digest of its bytes', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        expect({ ...planOf(drawn, reversed), policyDigest: '' }).toEqual({ ...planOf(drawn), policyDigest: '' });
      }),
    );
  });

  it('has each id once, every probe it names, and a test of the policy for every finding', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const plan = planOf(drawn);
        const ids = new Set(plan.probes.map(({ probeId }) => probeId));
        expect(ids.size).toBe(plan.probes.length);
        expect(new Set(plan.findings.map(({ findingId }) => findingId)).size).toBe(plan.findings.length);
        const tests = new Set(plannedTests(parsePolicy(textOf(drawn, asWritten), 'p')).map(({ testKey }) => testKey));
        for (const { probeIds, testKey } of plan.findings) {
          expect(probeIds.every((id) => ids.has(id))).toBe(true);
          expect(tests.has(testKey)).toBe(true);
        }
      }),
    );
  });

  it('asks nothing that is not part of a finding, a session, a control or a beacon', () => {
    fc.assert(
      fc.property(world, (drawn) => {
        const plan = planOf(drawn);
        const used = new Set([
          ...plan.findings.flatMap(({ probeIds }) => probeIds),
          ...plan.probes.map(({ controlProbeId }) => controlProbeId),
        ]);
        const idle = plan.probes.filter(
          ({ probeId, kind, purpose }) => !used.has(probeId) && kind !== 'session' && purpose !== 'beacon',
        );
        expect(idle).toEqual([]);
      }),
    );
  });
});
