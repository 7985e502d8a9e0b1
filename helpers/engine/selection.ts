import { UsageError } from '../../core/error.js';
import type { PlannedTest, Probe } from '../model/plan.js';
import type { PlanIndex } from './needed.js';

/** Which tests this run answers, and so what it asks: nothing that only unselected tests would need. */
export class Selection {
  readonly #index: PlanIndex;
  #tests: ReadonlySet<string> | 'all' = new Set();
  #version = 0;
  #probes: readonly Probe[] | undefined;

  constructor(index: PlanIndex) {
    this.#index = index;
  }

  /** Grows whenever something was added. */
  get version(): number {
    return this.#version;
  }

  /** True when something was added. Throws UsageError `ENGINE_UNKNOWN_TEST`. */
  add(tests: readonly string[] | 'all'): boolean {
    if (this.#tests === 'all') return false;
    if (tests === 'all') {
      this.#tests = 'all';
    } else {
      this.assertKnown(tests);
      const before = this.#tests.size;
      this.#tests = new Set([...this.#tests, ...tests]);
      if (this.#tests.size === before) return false;
    }
    this.#version += 1;
    this.#probes = undefined;
    return true;
  }

  has(testKey: string): boolean {
    return this.#tests === 'all' || this.#tests.has(testKey);
  }

  /** Throws UsageError `ENGINE_UNKNOWN_TEST` for tests that the plan does not have. */
  assertKnown(testKeys: readonly string[]): void {
    const unknown = testKeys.filter((testKey) => !this.#index.tests.has(testKey));
    if (unknown.length > 0) throw unknownTests(unknown);
  }

  /** testKeys, sorted; undefined when all tests were selected. */
  testKeys(): readonly string[] | undefined {
    return this.#tests === 'all' ? undefined : [...this.#tests].sort();
  }

  tests(): readonly PlannedTest[] {
    const tests = this.#tests;
    return this.#index.plan.tests.filter(({ testKey }) => tests === 'all' || tests.has(testKey));
  }

  /** All that has to be asked, beacons included, in the plan's order. */
  probes(): readonly Probe[] {
    if (this.#tests === 'all') return this.#index.plan.probes;
    this.#probes ??= this.#collect();
    return this.#probes;
  }

  /** What has to be asked after all else, so that the log can be seen to have caught up. */
  beacons(): readonly Probe[] {
    return this.probes().filter(({ purpose }) => purpose === 'beacon');
  }

  /** Probes on which selected findings about the log rest. */
  auditedProbes(): ReadonlySet<string> {
    return this.#index.auditedProbes(new Set(this.tests().map(({ testKey }) => testKey)));
  }

  #collect(): readonly Probe[] {
    const ids = new Set(this.tests().flatMap(({ testKey }) => this.#index.probesOf(testKey)));
    const audited = this.tests().filter(({ stage }) => stage === 'audit');
    if (audited.length > 0) {
      const profiles = new Set(audited.flatMap(({ profile }) => profile ?? []));
      for (const beacon of this.#index.beaconsFor(profiles)) ids.add(beacon);
    }
    return this.#index.plan.probes.filter((probe) => ids.has(probe));
  }
}

function unknownTests(unknown: readonly string[]): UsageError {
  return new UsageError({
    code: 'ENGINE_UNKNOWN_TEST',
    message: `no test of this policy is called ${unknown.slice(0, 5).join(', ')}`,
    likelyCause: 'the specs were listed with another policy than the engine has',
    nextStep: 'give both the same policy (LAKEPROOF_POLICY, --policy)',
  });
}
