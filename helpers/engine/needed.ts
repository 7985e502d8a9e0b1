import { groupBy } from '../../core/group-by.js';
import type { PlannedFinding, PlannedTest, Probe, ProbePlan } from '../model/plan.js';

/** A plan looked up by test: which probes each rests on. Built once a run. */
export class PlanIndex {
  readonly plan: ProbePlan;
  readonly tests: ReadonlyMap<string, PlannedTest>;
  readonly findings: ReadonlyMap<string, readonly PlannedFinding[]>;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly #ofProfile: ReadonlyMap<string, readonly Probe[]>;
  readonly #beacons: readonly Probe[];

  constructor(plan: ProbePlan) {
    this.plan = plan;
    this.tests = new Map(plan.tests.map((test) => [test.testKey, test]));
    this.findings = groupBy(plan.findings, ({ testKey }) => testKey);
    this.probes = new Map(plan.probes.map((probe) => [probe.probeId, probe]));
    this.#ofProfile = groupBy(plan.probes, ({ profile }) => profile);
    this.#beacons = plan.probes.filter(({ purpose }) => purpose === 'beacon');
  }

  /**
   * What a test's findings rest on, in the plan's order: their own probes and the controls of these; that the session
   * works at all, and a permitted read where it has one, without which no refusal counts.
   */
  probesOf(testKey: string): readonly Probe[] {
    const test = this.tests.get(testKey);
    const findings = this.findings.get(testKey) ?? [];
    const ids = new Set<string>();
    for (const { probeIds } of findings) for (const probeId of probeIds) this.#addWithControl(ids, probeId);
    const profiles = new Set(findings.map(({ profile }) => profile));
    if (test?.profile !== undefined) profiles.add(test.profile);
    for (const profile of profiles) {
      for (const probe of this.#ofProfile.get(profile) ?? []) {
        const stands = probe.kind === 'session' || (test?.stage === 'access' && probe.kind === 'column-count');
        if (stands && probe.purpose === 'subject') ids.add(probe.probeId);
      }
    }
    return [...ids].flatMap((probeId) => this.probes.get(probeId) ?? []);
  }

  /** Beacons that show the log has caught up with these profiles: theirs, or where they have none, the run's. */
  beaconsFor(profiles: ReadonlySet<string>): readonly Probe[] {
    const own = this.#beacons.filter(({ profile }) => profiles.has(profile));
    return own.length > 0 ? own : this.#beacons;
  }

  /** Probes on which audit findings of these tests rest. */
  auditedProbes(testKeys: ReadonlySet<string>): ReadonlySet<string> {
    const ids = new Set<string>();
    for (const { testKey, objective, probeIds } of this.plan.findings) {
      if (!testKeys.has(testKey) || (objective !== 'audit' && objective !== 'kept')) continue;
      for (const probeId of probeIds) ids.add(probeId);
    }
    return ids;
  }

  #addWithControl(ids: Set<string>, probeId: string): void {
    const probe = this.probes.get(probeId);
    if (probe === undefined || ids.has(probeId)) return;
    ids.add(probeId);
    if (probe.controlProbeId !== undefined) this.#addWithControl(ids, probe.controlProbeId);
  }
}
