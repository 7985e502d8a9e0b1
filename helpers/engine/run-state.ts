import type { AuditEvent, AuditFacts, AuditSweep } from '../model/audit.js';
import type { Inventory } from '../model/catalogue.js';
import type { IdentityRecord, Observation } from '../model/observation.js';
import type { Probe, ProbePlan } from '../model/plan.js';
import type { JudgeInput, TestOutcome } from '../model/run.js';

export interface RunFacts {
  readonly plan: ProbePlan;
  readonly inventory: Inventory;
  readonly auditSettleMs: number;
}

/** What a run knows so far, in memory, as the record on disk will say it; and a bell for those who wait for more. */
export class RunState {
  readonly plan: ProbePlan;
  readonly inventory: Inventory;
  readonly identities = new Map<string, IdentityRecord>();
  readonly observations = new Map<string, Observation>();
  readonly outcomes: TestOutcome[] = [];
  /** Probes that will get no (further) observation: answered, or given up. */
  readonly done = new Set<string>();
  #audit: AuditFacts;
  #auditEvents: readonly AuditEvent[] = [];
  #version = 0;
  #waiters = new Set<() => void>();

  constructor({ plan, inventory, auditSettleMs }: RunFacts) {
    this.plan = plan;
    this.inventory = inventory;
    this.#audit = { auditSettleMs, sweeps: [], state: 'waiting' };
  }

  /** Grows with every change that a verdict could rest on. */
  get version(): number {
    return this.#version;
  }

  get audit(): AuditFacts {
    return this.#audit;
  }

  setIdentity(record: IdentityRecord): void {
    this.identities.set(record.profile, record);
    this.#changed();
  }

  setObservation(observation: Observation): void {
    this.observations.set(observation.probeId, observation);
    this.#changed();
  }

  setDone(probeId: string): void {
    this.done.add(probeId);
    this.#changed();
  }

  addSweep(sweep: AuditSweep, newEvents: readonly AuditEvent[]): void {
    this.#auditEvents = [...this.#auditEvents, ...newEvents];
    this.#audit = { ...this.#audit, sweeps: [...this.#audit.sweeps, sweep] };
    this.#changed();
  }

  setAudit(change: Partial<AuditFacts>): void {
    this.#audit = { ...this.#audit, ...change };
    this.#changed();
  }

  /** What an earlier part of the same run left on record. */
  restoreAudit(events: readonly AuditEvent[], sweeps: readonly AuditSweep[]): void {
    this.#auditEvents = events;
    this.#audit = { ...this.#audit, sweeps };
    this.#changed();
  }

  /** All that a verdict may rest on; `probes` takes only a part of the plan's, for judging a few of its findings. */
  judgeInput(probes: readonly Probe[] = this.plan.probes): JudgeInput {
    const { inventory } = this;
    const plan = probes === this.plan.probes ? this.plan : { ...this.plan, probes };
    return {
      plan,
      inventory,
      identities: this.identityRecords(),
      observations: probes.flatMap(({ probeId }) => this.observations.get(probeId) ?? []),
      auditEvents: this.#auditEvents,
      audit: this.#audit,
      accountId: inventory.accountId,
      region: inventory.region,
      partition: inventory.partition,
    };
  }

  /** Sorted by profile, so that equal runs give equal records. */
  identityRecords(): readonly IdentityRecord[] {
    return [...this.identities.values()].sort((a, b) => (a.profile < b.profile ? -1 : 1));
  }

  /** Wakes everybody who waits, for changes that are not in the record (the phase of the run). */
  ring(): void {
    this.#changed();
  }

  /** Resolves at the next change, or after `timeoutMs`, whichever comes first. */
  nextChange(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.#waiters.add(done);
    });
  }

  #changed(): void {
    this.#version += 1;
    const waiters = [...this.#waiters];
    this.#waiters.clear();
    for (const wake of waiters) wake();
  }
}
