import type { Clock } from '../../core/clock.js';
import { LakeproofError, UsageError } from '../../core/error.js';
import { outstandingOf } from '../audit/settle.js';
import { judgeAll } from '../judge/judge.js';
import type { Answer, AskRequest, BeginResponse, EndResponse, RunResponse } from '../model/door.js';
import type { Finding } from '../model/finding.js';
import type { Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { JudgeInput, RunInfo, RunRecord, TestOutcome } from '../model/run.js';
import type { Settings, Target } from '../model/settings.js';
import type { RunWriter } from '../record/run-writer.js';
import { Answers } from './answers.js';
import { Asking } from './asking.js';
import type { DoorKeeper } from './door.js';
import { PlanIndex } from './needed.js';
import type { Prepared } from './prepare.js';
import type { Progress } from './progress.js';
import { readLog } from './read-log.js';
import { type Closed, type Closing, closeRecord, writeRun } from './record-run.js';
import { type RunBasis, runInfoOf } from './run-info.js';
import { RunState } from './run-state.js';
import { Selection } from './selection.js';
import { Sessions } from './sessions.js';

export interface RunOptions {
  readonly prepared: Prepared;
  readonly writer: RunWriter;
  readonly settings: Settings;
  readonly target: Target;
  readonly noWait: boolean;
  readonly progress: Progress;
  readonly clock: Clock;
  /** Aborting it cuts every call and wait of the run short. */
  readonly controller: AbortController;
  readonly basis: RunBasis;
  readonly earlier?: RunRecord;
}

/** How often the status of running queries is looked at: first after, and at most every. */
const POLL: Readonly<Record<Target, { readonly firstMs: number; readonly maxMs: number }>> = {
  aws: { firstMs: 500, maxMs: 2_000 },
  embedded: { firstMs: 15, maxMs: 500 },
};

/**
 * eventTime has whole seconds, so only a beacon that starts in a later second than the last probe's end can be seen to
 * be later.
 */
const BEACON_GAP_MS = 1_100;

type Phase = 'opened' | 'asking' | 'confirming' | 'done';

/** One run from its plan to its closed record. The only writer of the run folder, and the only one that asks. */
export class Run implements DoorKeeper {
  readonly #options: RunOptions;
  readonly #index: PlanIndex;
  readonly #state: RunState;
  readonly #selection: Selection;
  readonly #answers: Answers;
  readonly #asking: Asking;
  readonly #earlierQueries: ReadonlyMap<string, string>;
  readonly #judgedTests = new Set<string>();
  #phase: Phase = 'opened';
  #pumping: Promise<void> | undefined;
  #failure: unknown;
  #deadline: NodeJS.Timeout | undefined;
  #interrupted = false;
  #ended = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const { prepared, settings, clock, controller, basis, earlier, target } = options;
    const { plan, discovery, access, runner } = prepared;
    this.#index = new PlanIndex(plan);
    this.#state = new RunState({ plan, inventory: discovery.inventory, auditSettleMs: settings.auditSettleMs });
    this.#selection = new Selection(this.#index);
    this.#answers = new Answers(this.#index, this.#state);
    this.#earlierQueries = earlierQueriesOf(earlier);
    const onIdentity = ({ record }: { readonly record: RunInfo['identities'][number] }): void =>
      this.#state.setIdentity(record);
    const sessions = new Sessions({ access, runner, settings, discovery, runId: basis.runId, onIdentity });
    this.#asking = new Asking({
      access,
      clock,
      signal: controller.signal,
      runId: basis.runId,
      limits: settings.limits,
      poll: POLL[target],
      sessionOf: (profile) => sessions.of(profile),
      earlierQuery: (probeId) => this.#earlierQueries.get(probeId),
      onObservation: (observation) => this.#record(observation),
      onDone: ({ probeId }) => {
        this.#state.setDone(probeId);
        this.#tell();
      },
    });
    if (earlier !== undefined) this.#restore(earlier);
  }

  /** Writes what is settled before the first query. */
  async open(): Promise<void> {
    const { writer, prepared } = this.#options;
    await writer.writePolicy(prepared.policyText);
    await writer.writeJson('plan.json', prepared.plan);
    await writer.writeJson('inventory.json', prepared.discovery.inventory);
    await writeRun(this.#closing('running'));
  }

  // ── what the engine's owner asks for ───────────────────────────────────────────────────────────────────────────────

  begin(tests: readonly string[] | 'all'): BeginResponse {
    this.#include(tests);
    return { runId: this.#options.basis.runId, runDir: this.#options.writer.runDir };
  }

  async whenAsked(): Promise<void> {
    await this.#until(() => this.#phase === 'confirming' || this.#phase === 'done');
  }

  async whenConfirmed(): Promise<void> {
    await this.#until(() => this.#phase === 'done');
  }

  interrupt(reason: string): void {
    if (this.#interrupted || this.#ended) return;
    this.#interrupted = true;
    this.#options.progress.note(`interrupted: ${reason}`);
    this.#options.controller.abort(new LakeproofError({ code: 'INTERRUPTED', message: reason }));
    this.#state.ring();
  }

  async close(): Promise<Closed> {
    if (this.#ended) throw new TypeError('the run is closed already');
    try {
      if (this.#phase !== 'opened') await this.#settled();
      this.#ended = true;
      clearTimeout(this.#deadline);
      return await this.#finish();
    } finally {
      this.#ended = true;
      this.#options.progress.end();
      this.#options.prepared.access.close();
      await this.#options.writer.close();
    }
  }

  // ── what comes in at the door ──────────────────────────────────────────────────────────────────────────────────────

  describe(): RunResponse {
    const { basis, prepared } = this.#options;
    const { target, accountId, region, runnerArn } = runInfoOf(basis, this.#state, prepared.access, {
      state: 'running',
    });
    return { runId: basis.runId, target, accountId, region, runnerArn };
  }

  async answer(testKey: string, timeoutMs: number, { ifSelected } = { ifSelected: false }): Promise<Answer> {
    if (ifSelected && this.#phase !== 'opened' && !this.#selection.has(testKey)) {
      return this.#answers.notSelected(testKey);
    }
    // A test that nobody selected beforehand is one of a user's own spec, or a run without our reporter.
    this.#include(this.#phase === 'opened' ? 'all' : [testKey]);
    const audited = this.#index.tests.get(testKey)?.stage === 'audit';
    const ready = (): boolean =>
      this.#answers.isAsked(testKey) && (!audited || this.#answers.isConfirmed(testKey) || this.#phase === 'done');
    if (!(await this.#untilOr(ready, timeoutMs))) return this.#pending(audited);
    this.#judgedTests.add(testKey);
    return this.#answers.answer(testKey);
  }

  async ask(request: AskRequest, timeoutMs: number): Promise<Answer> {
    const findings = this.#answers.findingsFor(request);
    const testKeys = [...new Set(findings.map(({ testKey }) => testKey))];
    this.#include(this.#phase === 'opened' ? 'all' : testKeys);
    const ready = (): boolean => testKeys.every((testKey) => this.#answers.isAsked(testKey));
    if (!(await this.#untilOr(ready, timeoutMs))) return this.#pending(false);
    return this.#answers.answerTo(request, findings);
  }

  addOutcomes(outcomes: readonly TestOutcome[]): void {
    this.#state.outcomes.push(...outcomes);
  }

  end(): EndResponse {
    const findings = judgeAll(this.#state.judgeInput(), this.#selection.testKeys());
    const count = (status: Finding['status']): number => findings.filter((finding) => finding.status === status).length;
    const unjudged = this.#selection
      .tests()
      .filter(({ testKey }) => !this.#judgedTests.has(testKey))
      .map(({ title }) => title);
    const counts = {
      satisfied: count('satisfied'),
      notSatisfied: count('not-satisfied'),
      indeterminate: count('indeterminate'),
    };
    return { unjudged, counts };
  }

  // ── the work ───────────────────────────────────────────────────────────────────────────────────────────────────────

  #include(tests: readonly string[] | 'all'): void {
    if (this.#ended) throw new UsageError({ code: 'ENGINE_CLOSED', message: 'the run has ended' });
    if (!this.#selection.add(tests) && this.#phase !== 'opened') return;
    if (this.#phase === 'opened') this.#startDeadline();
    if (this.#phase !== 'asking') this.#phase = 'asking';
    // Asked at once, even while the log is being read: a test must not wait for a settling time that is not its own.
    this.#guard(this.#asking.ask(this.#toAsk()));
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined;
      this.#state.ring();
    });
    this.#guard(this.#pumping);
  }

  /** Asks, lets the beacons follow, reads the log; begins again when tests were added meanwhile. */
  async #pump(): Promise<void> {
    const { signal } = this.#options.controller;
    for (;;) {
      const { version } = this.#selection;
      const grown = (): boolean => !signal.aborted && this.#selection.version !== version;
      this.#phase = 'asking';
      await this.#asking.ask(this.#toAsk());
      if (grown()) continue;
      await this.#askBeacons();
      if (grown()) continue;
      this.#phase = 'confirming';
      if (!signal.aborted) await writeRun(this.#closing('asked'));
      this.#tell();
      if (!signal.aborted) await this.#confirm();
      if (grown()) continue;
      this.#phase = 'done';
      this.#tell();
      return;
    }
  }

  /** Sessions first: nothing else counts without them. */
  #toAsk(): readonly Probe[] {
    const probes = this.#selection.probes().filter(({ probeId }) => !this.#isKept(probeId));
    return [
      ...probes.filter(({ kind }) => kind === 'session'),
      ...probes.filter(({ kind, purpose }) => kind !== 'session' && purpose !== 'beacon'),
    ];
  }

  async #askBeacons(): Promise<void> {
    const { clock, controller } = this.#options;
    const beacons = this.#selection
      .beacons()
      .filter(({ probeId }) => !this.#asking.isAsked(probeId) && !this.#isKept(probeId));
    if (beacons.length === 0 || controller.signal.aborted) return;
    try {
      await clock.sleep(BEACON_GAP_MS, controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) throw error;
      return;
    }
    await this.#asking.ask(beacons);
  }

  async #confirm(): Promise<void> {
    const { noWait, settings, clock, controller, prepared, basis, writer } = this.#options;
    if (noWait) {
      this.#state.setAudit({ state: 'pending' });
      return;
    }
    await readLog({
      access: prepared.access,
      runner: prepared.runner,
      settings,
      clock,
      signal: controller.signal,
      writer,
      state: this.#state,
      runId: basis.runId,
      needed: this.#selection.auditedProbes(),
      gone: this.#asking.breaker.isOpen,
      onSweep: () => this.#tell(),
    });
  }

  async #record(observation: Observation): Promise<void> {
    await this.#options.writer.append('observations.jsonl', observation);
    this.#state.setObservation(observation);
  }

  async #finish(): Promise<Closed> {
    await this.#dropStale();
    // A run that nobody began has asked nothing: to call it finished would say more than that.
    const cut = this.#interrupted || this.#phase !== 'done';
    const state = cut ? 'interrupted' : this.#options.noWait ? 'asked' : 'finished';
    return closeRecord(this.#closing(state, this.#options.clock.now().toISOString()));
  }

  #closing(state: RunInfo['state'], endedAt?: string): Closing {
    const { basis, prepared, writer } = this.#options;
    const selectedTests = this.#selection.testKeys();
    const progress = {
      state,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(selectedTests === undefined ? {} : { selectedTests }),
    };
    return { writer, basis, state: this.#state, access: prepared.access, progress };
  }

  // ── going on with an earlier part ──────────────────────────────────────────────────────────────────────────────────

  /**
   * On AWS what was seen stays seen: refusals and permissions are kept, faults and what is missing are asked again. An
   * embedded lake died with its run and its log with it, so there everything is asked anew.
   */
  #restore(earlier: RunRecord): void {
    this.#state.restoreAudit(earlier.auditEvents, this.#options.target === 'aws' ? earlier.run.audit.sweeps : []);
    this.#options.prepared.access.endpoints.restore(earlier.run.endpoints);
    if (this.#options.target === 'embedded') return;
    for (const observation of earlier.observations) {
      if (observation.decision === 'indeterminate') continue;
      this.#state.setObservation(observation);
      this.#state.setDone(observation.probeId);
    }
    for (const identity of earlier.run.identities) this.#state.setIdentity(identity);
  }

  #isKept(probeId: string): boolean {
    return this.#state.done.has(probeId) && !this.#asking.isAsked(probeId);
  }

  /** What the earlier part saw and this part did not ask again counts no longer, and the record must say so. */
  async #dropStale(): Promise<void> {
    const { earlier, clock } = this.#options;
    for (const observation of earlier?.observations ?? []) {
      if (this.#state.observations.has(observation.probeId)) continue;
      await this.#record({
        probeId: observation.probeId,
        profile: observation.profile,
        sql: observation.sql,
        decision: 'indeterminate',
        fault: {
          class: 'deadline',
          code: 'NOT_ASKED_AGAIN',
          message: 'the run was resumed, and ended before this was asked again',
          operation: 'athena:StartQueryExecution',
        },
        execution: { workGroup: observation.execution.workGroup, requestIds: [], attempts: [] },
        observedAt: clock.now().toISOString(),
      });
    }
  }

  // ── waiting and telling ────────────────────────────────────────────────────────────────────────────────────────────

  #startDeadline(): void {
    const { runDeadlineMs } = this.#options.settings.limits;
    this.#deadline = setTimeout(() => this.interrupt(`the run took longer than ${runDeadlineMs} ms`), runDeadlineMs);
    this.#deadline.unref();
  }

  /** Waits for the work to end, however it ends; after an interrupt running queries are stopped. */
  async #settled(): Promise<void> {
    await this.#untilOr(() => this.#phase === 'done' || this.#interrupted, Number.POSITIVE_INFINITY);
    if (this.#interrupted) await this.#asking.stopRunning();
    await this.#pumping;
    this.#throwFailure();
  }

  async #until(reached: () => boolean): Promise<void> {
    await this.#untilOr(
      () => reached() || (this.#interrupted && this.#pumping === undefined),
      Number.POSITIVE_INFINITY,
    );
  }

  /** True when `reached`, false when `timeoutMs` passed before. Throws what made the work fail. */
  async #untilOr(reached: () => boolean, timeoutMs: number): Promise<boolean> {
    const endMs = performance.now() + timeoutMs;
    for (;;) {
      this.#throwFailure();
      if (reached()) return true;
      const leftMs = endMs - performance.now();
      if (leftMs <= 0) return false;
      await this.#state.nextChange(Math.min(leftMs, 1_000));
    }
  }

  #guard(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#failure ??= error;
      this.#state.ring();
    });
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #pending(audited: boolean): Answer {
    const reading = audited && this.#phase === 'confirming';
    const planned = this.#selection.probes().length;
    const note = reading ? 'reading the log' : `${this.#state.observations.size} of ${planned} probes are answered`;
    return { state: 'pending', note };
  }

  #tell(): void {
    this.#options.progress.update(this.#counts());
  }

  #counts(): Parameters<Progress['update']>[0] {
    const confirming = this.#phase === 'confirming';
    const inputNow = (): JudgeInput => this.#state.judgeInput();
    const open = confirming ? outstandingOf({ inputNow, needed: this.#selection.auditedProbes() }) : [];
    const judged = [...this.#judgedTests].reduce((sum, key) => sum + (this.#index.findings.get(key)?.length ?? 0), 0);
    return {
      phase: this.#phase === 'done' ? 'done' : confirming ? 'reading the log' : 'asking',
      planned: this.#selection.probes().length,
      answered: this.#state.observations.size,
      unconfirmed: new Set(open.map(({ probeId }) => probeId)).size,
      judged,
    };
  }
}

function earlierQueriesOf(earlier: RunRecord | undefined): ReadonlyMap<string, string> {
  const pairs = (earlier?.observations ?? []).flatMap(({ probeId, execution }) =>
    execution.queryExecutionId === undefined ? [] : [[probeId, execution.queryExecutionId] as const],
  );
  return new Map(pairs);
}
