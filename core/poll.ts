import type { Clock } from './clock.js';
import { LakeproofError } from './error.js';

export interface PollOptions {
  /** What is awaited, for the error: "query 1234 to end". */
  readonly awaited: string;
  readonly clock: Clock;
  readonly deadlineMs: number;
  readonly maxAttempts: number;
  /** Delay before attempt n+1, in milliseconds; n starts at 1. */
  readonly intervalMs: (attempt: number) => number;
  readonly signal?: AbortSignal;
}

/**
 * Calls `look` until it returns a value other than undefined. Bounded by time and by attempts, whichever comes first.
 * Throws LakeproofError `POLL_TIMEOUT`, which says what was awaited and for how long; errors of `look` pass through.
 */
export async function poll<T>(look: (attempt: number) => Promise<T | undefined>, options: PollOptions): Promise<T> {
  const startMs = options.clock.now().getTime();
  for (let attempt = 1; attempt <= options.maxAttempts; attempt += 1) {
    options.signal?.throwIfAborted();
    const seen = await look(attempt);
    if (seen !== undefined) return seen;
    const elapsedMs = options.clock.now().getTime() - startMs;
    const delayMs = options.intervalMs(attempt);
    if (elapsedMs + delayMs > options.deadlineMs) break;
    await options.clock.sleep(delayMs, options.signal);
  }
  const waitedMs = options.clock.now().getTime() - startMs;
  throw new LakeproofError({
    code: 'POLL_TIMEOUT',
    message: `waited ${waitedMs} ms for ${options.awaited}, in vain`,
    nextStep: 'see the attempts on record for what was answered last',
  });
}
