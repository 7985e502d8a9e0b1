import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import { outstandingOf } from '../audit/settle.js';
import type { Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { Settings, Target } from '../model/settings.js';
import type { RunWriter } from '../record/run-writer.js';
import { Asking } from './asking.js';
import type { PlanIndex } from './needed.js';
import type { Prepared } from './prepare.js';
import type { Progress } from './progress.js';
import { readLog } from './read-log.js';
import type { RunState } from './run-state.js';
import { Selection } from './selection.js';
import { Sessions } from './sessions.js';
import { Waiting } from './waiting.js';

export interface WorkOptions {
  readonly prepared: Prepared;
  readonly writer: RunWriter;
  readonly settings: Settings;
  readonly target: Target;
  readonly noWait: boolean;
  readonly progress: Progress;
  readonly clock: Clock;
  /** Aborting it cuts every call and wait of the run short. */
  readonly controller: AbortController;
  readonly runId: string;
  readonly index: PlanIndex;
  readonly state: RunState;
  /** Query id of an earlier asking of the probe in the same run. */
  readonly earlierQuery: (probeId: string) => string | undefined;
  /** Called once, when everything that was selected has been asked. */
  readonly onAsked: () => Promise<void>;
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

export type Phase = 'opened' | 'asking' | 'confirming' | 'done';

/** What a run does once it is begun: asks, lets the beacons follow, reads the log. Tests may be added at any time. */
export class Work {
  readonly selection: Selection;
  readonly waiting: Waiting;
  readonly #options: WorkOptions;
  readonly #asking: Asking;
  #phase: Phase = 'opened';
  #pumping: Promise<void> | undefined;

  constructor(options: WorkOptions) {
    this.#options = options;
    const { prepared, settings, clock, controller, runId, target, state } = options;
    const { access, runner, discovery } = prepared;
    this.selection = new Selection(options.index);
    this.waiting = new Waiting(state);
    const sessions = new Sessions({
      access,
      runner,
      settings,
      discovery,
      runId,
      onIdentity: ({ record }) => state.setIdentity(record),
    });
    this.#asking = new Asking({
      access,
      clock,
      signal: controller.signal,
      runId,
      limits: settings.limits,
      poll: POLL[target],
      sessionOf: (profile) => sessions.of(profile),
      earlierQuery: options.earlierQuery,
      onObservation: (observation) => this.record(observation),
      onDone: ({ probeId }) => {
        state.setDone(probeId);
        this.#tell();
      },
    });
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** True while nothing more will come of what was added so far. */
  get isOver(): boolean {
    return this.#phase === 'done' || (this.#options.controller.signal.aborted && this.#pumping === undefined);
  }

  /** Adds tests to what this run answers. Throws UsageError `ENGINE_UNKNOWN_TEST`. */
  include(tests: readonly string[] | 'all'): void {
    const first = this.#phase === 'opened';
    if (!this.selection.add(tests) && !first) return;
    if (first) this.#startDeadline();
    this.#phase = 'asking';
    // Asked at once, even while the log is being read: a test must not wait for a settling time that is not its own.
    this.waiting.guard(this.#asking.ask(this.#toAsk()));
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined;
      this.#options.state.ring();
    });
    this.waiting.guard(this.#pumping);
  }

  interrupt(reason: string): void {
    const { controller, progress, state } = this.#options;
    if (controller.signal.aborted) return;
    progress.note(`interrupted: ${reason}`);
    controller.abort(new LakeproofError({ code: 'INTERRUPTED', message: reason }));
    state.ring();
  }

  /** Waits for the work to end, however it ends; after an interrupt running queries are stopped. */
  async settled(): Promise<void> {
    const { signal } = this.#options.controller;
    await this.waiting.until(() => this.#phase === 'done' || signal.aborted);
    if (signal.aborted) await this.#asking.stopRunning();
    await this.#pumping;
    this.waiting.throwFailure();
  }

  /** One line of observations.jsonl, and then part of what is known. */
  async record(observation: Observation): Promise<void> {
    await this.#options.writer.append('observations.jsonl', observation);
    this.#options.state.setObservation(observation);
  }

  /** Begins again when tests were added meanwhile. */
  async #pump(): Promise<void> {
    const { signal } = this.#options.controller;
    for (;;) {
      const { version } = this.selection;
      const grown = (): boolean => !signal.aborted && this.selection.version !== version;
      this.#phase = 'asking';
      await this.#asking.ask(this.#toAsk());
      if (grown()) continue;
      await this.#askBeacons();
      if (grown()) continue;
      this.#phase = 'confirming';
      if (!signal.aborted) await this.#options.onAsked();
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
    const probes = this.selection.probes().filter(({ probeId }) => !this.#isKept(probeId));
    return [
      ...probes.filter(({ kind }) => kind === 'session'),
      ...probes.filter(({ kind, purpose }) => kind !== 'session' && purpose !== 'beacon'),
    ];
  }

  async #askBeacons(): Promise<void> {
    const { clock, controller } = this.#options;
    const beacons = this.selection.beacons().filter(({ probeId }) => !this.#isKept(probeId));
    const unasked = beacons.filter(({ probeId }) => !this.#asking.isAsked(probeId));
    const isCut = (): boolean => controller.signal.aborted;
    if (unasked.length === 0 || isCut()) return;
    try {
      await clock.sleep(BEACON_GAP_MS, controller.signal);
    } catch (error) {
      if (!isCut()) throw error;
      return;
    }
    await this.#asking.ask(unasked);
  }

  /** Seen by an earlier part of this run, and not to be asked again. */
  #isKept(probeId: string): boolean {
    return this.#options.state.done.has(probeId) && !this.#asking.isAsked(probeId);
  }

  async #confirm(): Promise<void> {
    const { noWait, settings, clock, controller, prepared, runId, writer, state } = this.#options;
    if (noWait) {
      state.setAudit({ state: 'pending' });
      return;
    }
    await readLog({
      access: prepared.access,
      runner: prepared.runner,
      settings,
      clock,
      signal: controller.signal,
      writer,
      state,
      runId,
      needed: this.selection.auditedProbes(),
      gone: this.#asking.breaker.isOpen,
      onSweep: () => this.#tell(),
    });
  }

  #startDeadline(): void {
    const { settings, controller } = this.#options;
    const { runDeadlineMs } = settings.limits;
    const timer = setTimeout(() => this.interrupt(`the run took longer than ${runDeadlineMs} ms`), runDeadlineMs);
    timer.unref();
    controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  #tell(): void {
    const { state, progress, controller } = this.#options;
    // Of a run that was stopped the note said so, and what it would have done next misleads.
    if (controller.signal.aborted) return;
    const reading = this.#phase === 'confirming';
    const inputNow = () => state.judgeInput();
    const open = reading ? outstandingOf({ inputNow, needed: this.selection.auditedProbes() }) : [];
    progress.update({
      phase: this.#phase === 'done' ? 'done' : reading ? 'reading the log' : 'asking',
      planned: this.selection.probes().length,
      answered: state.observations.size,
      unconfirmed: new Set(open.map(({ probeId }) => probeId)).size,
    });
  }
}
