import type { Clock } from '../../core/clock.js';

/** Lets starts through one by one, at most `perSecond`: a shared account's rate belongs to everybody in it. */
export class StartGate {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  #nextMs = 0;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#intervalMs = 1_000 / perSecond;
  }

  /** Resolves when it is this caller's turn; rejects with the signal's reason when aborted. */
  async pass(signal: AbortSignal): Promise<void> {
    const nowMs = this.#clock.now().getTime();
    const turnMs = Math.max(nowMs, this.#nextMs);
    this.#nextMs = turnMs + this.#intervalMs;
    // Below a millisecond there is nothing to wait for: the embedded lake has no such limit.
    if (turnMs - nowMs >= 1) await this.#clock.sleep(turnMs - nowMs, signal);
    else signal.throwIfAborted();
  }
}
