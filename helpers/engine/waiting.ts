import type { RunState } from './run-state.js';

/** A bell can be missed only for this long. */
const LOOK_AGAIN_MS = 1_000;

/** Waiting for a run's state, and the one place where work that nobody awaits tells of its failure. */
export class Waiting {
  readonly #state: RunState;
  #failure: { readonly error: unknown } | undefined;

  constructor(state: RunState) {
    this.#state = state;
  }

  /** Lets `work` go on by itself; its failure is thrown at everybody who waits. */
  guard(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#failure ??= { error };
      this.#state.ring();
    });
  }

  throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async until(reached: () => boolean): Promise<void> {
    await this.untilOr(reached, Number.POSITIVE_INFINITY);
  }

  /** True when `reached`, false when `timeoutMs` passed before. Throws what made guarded work fail. */
  async untilOr(reached: () => boolean, timeoutMs: number): Promise<boolean> {
    const endMs = performance.now() + timeoutMs;
    for (;;) {
      this.throwFailure();
      if (reached()) return true;
      const leftMs = endMs - performance.now();
      if (leftMs <= 0) return false;
      await this.#state.nextChange(Math.min(leftMs, LOOK_AGAIN_MS));
    }
  }
}
