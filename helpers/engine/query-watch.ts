import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import type { AwsAccess, Clients } from '../aws/access.js';
import { batchGetQueries, getQuery, MAX_BATCH, type QueryStatus, type WithAttempts } from '../aws/athena.js';
import { CallFailure } from '../aws/call.js';
import type { Attempt } from '../model/observation.js';

export interface WatchOptions {
  readonly access: AwsAccess;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly queryDeadlineMs: number;
  readonly pollFirstMs: number;
  readonly pollMaxMs: number;
}

interface Waiting {
  readonly deadlineMs: number;
  readonly resolve: (ended: WithAttempts<QueryStatus>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Waits for the queries of one session together: 50 ids a call, and one by one only where a batch is not to be had.
 * The distance between looks doubles while nothing changes.
 */
export class QueryWatch {
  readonly #options: WatchOptions;
  readonly #waiting = new Map<string, Waiting>();
  #looping = false;
  #batches = true;
  #delayMs: number;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#delayMs = options.pollFirstMs;
  }

  /**
   * Resolves when the query has ended, with the call that showed it. Rejects with CallFailure, with LakeproofError
   * `ENGINE_DEADLINE` when the query takes too long, or with the signal's reason.
   */
  ended(queryExecutionId: string): Promise<WithAttempts<QueryStatus>> {
    this.#delayMs = this.#options.pollFirstMs;
    return new Promise((resolve, reject) => {
      const deadlineMs = this.#options.clock.now().getTime() + this.#options.queryDeadlineMs;
      this.#waiting.set(queryExecutionId, { deadlineMs, resolve, reject });
      if (this.#looping) return;
      this.#looping = true;
      this.#loop().catch((error: unknown) => {
        this.#looping = false;
        this.#rejectAll([...this.#waiting.keys()], error);
      });
    });
  }

  async #loop(): Promise<void> {
    const { clock, signal, pollMaxMs } = this.#options;
    while (this.#waiting.size > 0) {
      await clock.sleep(this.#delayMs, signal);
      this.#delayMs = Math.min(pollMaxMs, this.#delayMs * 2);
      const ids = [...this.#waiting.keys()];
      for (let from = 0; from < ids.length; from += MAX_BATCH) await this.#look(ids.slice(from, from + MAX_BATCH));
      this.#dropOverdue();
    }
    this.#looping = false;
  }

  async #look(ids: readonly string[]): Promise<void> {
    const { access, clients } = this.#options;
    const seen = new Set<string>();
    if (this.#batches) {
      try {
        const { value, attempts } = await batchGetQueries(access, clients, ids);
        for (const status of value) {
          seen.add(status.queryExecutionId);
          this.#take(status, attempts);
        }
      } catch (error) {
        if (!(error instanceof CallFailure)) throw error;
        if (!isUnavailable(error)) {
          this.#rejectAll(ids, error);
          return;
        }
        this.#batches = false;
      }
    }
    // Ids that a batch did not process, and all of them where there is no batch.
    for (const id of ids.filter((candidate) => !seen.has(candidate))) await this.#lookAt(id);
  }

  async #lookAt(id: string): Promise<void> {
    const { access, clients } = this.#options;
    try {
      const { value, attempts } = await getQuery(access, clients, id);
      this.#take(value, attempts);
    } catch (error) {
      this.#rejectAll([id], error);
    }
  }

  #take(status: QueryStatus, attempts: readonly Attempt[]): void {
    if (status.state === 'QUEUED' || status.state === 'RUNNING') return;
    const waiting = this.#waiting.get(status.queryExecutionId);
    if (waiting === undefined) return;
    this.#waiting.delete(status.queryExecutionId);
    this.#delayMs = this.#options.pollFirstMs;
    waiting.resolve({ value: status, attempts });
  }

  #dropOverdue(): void {
    const nowMs = this.#options.clock.now().getTime();
    for (const [id, { deadlineMs }] of this.#waiting) {
      if (nowMs < deadlineMs) continue;
      const message = `query ${id} had not ended after ${this.#options.queryDeadlineMs} ms`;
      this.#rejectAll([id], new LakeproofError({ code: 'ENGINE_DEADLINE', message }));
    }
  }

  #rejectAll(ids: readonly string[], error: unknown): void {
    for (const id of ids) {
      this.#waiting.get(id)?.reject(error);
      this.#waiting.delete(id);
    }
  }
}

/** The batch form is a permission and an operation of its own; without it each query can still be asked for. */
function isUnavailable({ fault }: CallFailure): boolean {
  return fault.class === 'not-implemented' || fault.class === 'access-denied';
}
