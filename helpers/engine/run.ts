import type { RunInfo, RunRecord } from '../model/run.js';
import { Answers } from './answers.js';
import { Desk } from './desk.js';
import { PlanIndex } from './needed.js';
import { type Closed, type Closing, closeRecord, writeRun } from './record-run.js';
import { earlierQueries, restore, staleObservations } from './resume.js';
import { type RunBasis, runInfoOf } from './run-info.js';
import { RunState } from './run-state.js';
import { Work, type WorkOptions } from './work.js';

export interface RunOptions extends Omit<WorkOptions, 'runId' | 'index' | 'state' | 'earlierQuery' | 'onAsked'> {
  readonly basis: RunBasis;
  /** The record of the run so far, when it is being resumed. */
  readonly earlier?: RunRecord;
}

/** One run from its plan to its closed record. The only writer of its folder, and the only one that asks. */
export class Run {
  readonly desk: Desk;
  readonly #options: RunOptions;
  readonly #state: RunState;
  readonly #work: Work;
  #closed = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const { prepared, settings, basis, earlier, target, writer } = options;
    const { plan, discovery, access } = prepared;
    const index = new PlanIndex(plan);
    this.#state = new RunState({ plan, inventory: discovery.inventory, auditSettleMs: settings.auditSettleMs });
    const before = earlierQueries(earlier);
    this.#work = new Work({
      ...options,
      runId: basis.runId,
      index,
      state: this.#state,
      earlierQuery: (probeId) => before.get(probeId),
      onAsked: async () => {
        await writeRun(this.#closing('asked'));
      },
    });
    this.desk = new Desk({
      begun: { runId: basis.runId, runDir: writer.runDir },
      index,
      state: this.#state,
      work: this.#work,
      answers: new Answers(index, this.#state),
      describe: () => {
        const { runId, target: found, accountId, region, runnerArn } = this.#infoNow();
        return { runId, target: found, accountId, region, runnerArn };
      },
    });
    if (earlier !== undefined) restore(earlier, this.#state, access, { target, runnerId: prepared.runner.roleId });
  }

  /** Writes what is settled before the first query. */
  async open(): Promise<void> {
    const { writer, prepared } = this.#options;
    await writer.writePolicy(prepared.policyText);
    await writer.writeJson('plan.json', prepared.plan);
    await writer.writeJson('inventory.json', prepared.discovery.inventory);
    await writeRun(this.#closing('running'));
  }

  async whenAsked(): Promise<void> {
    await this.#work.waiting.until(() => this.#work.phase === 'confirming' || this.#work.isOver);
  }

  async whenConfirmed(): Promise<void> {
    await this.#work.waiting.until(() => this.#work.isOver);
  }

  interrupt(reason: string): void {
    if (!this.#closed && this.#work.phase !== 'done') this.#work.interrupt(reason);
  }

  /** Waits for what was begun, judges for the last time and lets go of the folder, whatever happens. Once only. */
  async close(): Promise<Closed> {
    if (this.#closed) throw new TypeError('the run is closed already');
    this.#closed = true;
    const { writer, prepared, progress, controller } = this.#options;
    try {
      if (this.#work.phase !== 'opened') await this.#work.settled();
      this.desk.close();
      return await this.#finish();
    } finally {
      this.desk.close();
      // Nothing may go on behind a closed record: not a timer, not a query.
      controller.abort(new Error('the run is closed'));
      progress.end();
      prepared.access.close();
      await writer.close();
    }
  }

  async #finish(): Promise<Closed> {
    const { clock, earlier, noWait, controller } = this.#options;
    const now = clock.now();
    for (const observation of staleObservations(earlier, this.#state, now)) await this.#work.record(observation);
    // A run that nobody began has asked nothing: to call it finished would say more than that.
    const cut = controller.signal.aborted || this.#work.phase !== 'done';
    const state = cut ? 'interrupted' : noWait ? 'asked' : 'finished';
    return closeRecord(this.#closing(state, now.toISOString()));
  }

  #closing(state: RunInfo['state'], endedAt?: string): Closing {
    const { basis, prepared, writer } = this.#options;
    const selectedTests = this.#work.selection.testKeys();
    const progress = {
      state,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(selectedTests === undefined ? {} : { selectedTests }),
    };
    return { writer, basis, state: this.#state, access: prepared.access, progress };
  }

  #infoNow(): RunInfo {
    const { basis, prepared } = this.#options;
    return runInfoOf(basis, this.#state, prepared.access, { state: 'running' });
  }
}
