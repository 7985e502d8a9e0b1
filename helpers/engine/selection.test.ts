import { beforeAll, describe, expect, it } from 'vitest';
import { inventoryOf } from '../../tests/support/fake-account.js';
import type { ProbePlan } from '../model/plan.js';
import { planProbes } from '../plan/plan.js';
import { loadPolicy } from '../policy/load-policy.js';
import { PlanIndex } from './needed.js';
import { Selection } from './selection.js';

const LIMITED = 'data-scientist-limited';
const TABLE = 'amazon_reviews_db.amazon_reviews_parquet';

let plan: ProbePlan;

beforeAll(async () => {
  const policy = await loadPolicy('policies/walkthrough.policy.yaml');
  plan = planProbes(policy, inventoryOf(policy), {});
});

function selected(...tests: readonly string[]): Selection {
  const selection = new Selection(new PlanIndex(plan));
  selection.add(tests);
  return selection;
}

const kindsOf = (selection: Selection): Set<string> => new Set(selection.probes().map(({ kind }) => kind));

describe('what a selection asks', () => {
  it('all: the whole plan', () => {
    const selection = new Selection(new PlanIndex(plan));
    selection.add('all');
    expect(selection.probes()).toBe(plan.probes);
    expect(selection.testKeys()).toBeUndefined();
  });

  it('a preflight: one SELECT 1', () => {
    expect(selected(`preflight/session/${LIMITED}`).probes()).toMatchObject([{ kind: 'session', profile: LIMITED }]);
  });

  it('posture: nothing', () => {
    expect(selected('posture/declared/amazon_reviews_db').probes()).toEqual([]);
  });

  it('columns: its own probes, their controls, the session and a permitted read, and no beacon', () => {
    const selection = selected(`access/columns/${LIMITED}/${TABLE}`);
    const probes = selection.probes();
    expect([...kindsOf(selection)]).toEqual(expect.arrayContaining(['session', 'column-count', 'column-by-name']));
    expect(selection.beacons()).toEqual([]);
    const ids = new Set(probes.map(({ probeId }) => probeId));
    const controls = probes.flatMap(({ controlProbeId }) => controlProbeId ?? []);
    expect(controls.length).toBeGreaterThan(0);
    expect(controls.every((probeId) => ids.has(probeId))).toBe(true);
  });

  it('a refused table: a permitted read of the same session too, for without one no refusal counts', () => {
    const selection = selected(`access/visibility/${LIMITED}/amazon_reviews_db.amazon_reviews_restricted`);
    expect(kindsOf(selection).has('column-count')).toBe(true);
  });

  it('the log: beacons, and they are not looked for themselves', () => {
    const selection = selected(`audit/logged/${LIMITED}/${TABLE}`);
    const beacons = selection.beacons().map(({ probeId }) => probeId);
    expect(beacons.length).toBeGreaterThan(0);
    expect(selection.auditedProbes().size).toBeGreaterThan(0);
    expect(beacons.some((probeId) => selection.auditedProbes().has(probeId))).toBe(false);
  });

  it('grows, and says so', () => {
    const selection = selected(`preflight/session/${LIMITED}`);
    const { version } = selection;
    expect(selection.add([`preflight/session/${LIMITED}`])).toBe(false);
    expect(selection.version).toBe(version);
    expect(selection.add([`access/columns/${LIMITED}/${TABLE}`])).toBe(true);
    expect(selection.version).toBeGreaterThan(version);
  });

  it('refuses tests of another policy', () => {
    expect(() => selected('access/columns/nobody/x.y')).toThrow(/another policy|no test of this policy/);
  });
});
