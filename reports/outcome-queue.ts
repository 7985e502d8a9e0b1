import { messageOf } from '../core/error.js';
import type { DoorClient } from '../helpers/engine/door-client.js';
import type { TestOutcome } from '../helpers/model/run.js';

/** So many outcomes go in one request; ten thousand tests are then some dozens of requests. */
const BATCH = 200;

/** Sends outcomes in order and in batches, after what was sent before; the first failure is kept for the end. */
export class OutcomeQueue {
  readonly #door: Pick<DoorClient, 'outcome'>;
  #waiting: TestOutcome[] = [];
  #sent: Promise<void>;
  #failure: Error | undefined;

  /** Nothing is sent before `after` has ended well. */
  constructor(door: Pick<DoorClient, 'outcome'>, after: Promise<unknown>) {
    this.#door = door;
    this.#sent = after.then(
      () => undefined,
      (error: unknown) => {
        this.#failure ??= asError(error);
      },
    );
  }

  add(outcome: TestOutcome): void {
    this.#waiting.push(outcome);
    if (this.#waiting.length >= BATCH) this.#flush();
  }

  /** Sends the rest. Throws what the first failed request, or `after`, threw. */
  async drain(): Promise<void> {
    this.#flush();
    await this.#sent;
    if (this.#failure !== undefined) throw this.#failure;
  }

  #flush(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    if (batch.length === 0) return;
    this.#sent = this.#sent.then(async () => {
      if (this.#failure !== undefined) return;
      try {
        await this.#door.outcome(batch);
      } catch (error) {
        this.#failure = asError(error);
      }
    });
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(messageOf(thrown), { cause: thrown });
}
