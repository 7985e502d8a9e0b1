import pRetry from 'p-retry';
import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import type { Attempt, Fault, FaultClass } from '../model/observation.js';
import { faultOf, type Thrown, thrownOf } from './fault.js';

/** How often and how fast a call is tried again. Delays double from the first, with jitter. */
export interface RetryPolicy {
  readonly minDelayMs: number;
  readonly maxDelayMs: number;
  /** Tries after the first, by class of fault; a class that is not named is not tried again. */
  readonly retries: Readonly<Partial<Record<FaultClass, number>>>;
  readonly maxTotalMs: number;
}

/** Throttles are waited out for longest: they say that the service is there. A dead endpoint is given up in seconds. */
export const RETRY_POLICY: RetryPolicy = {
  minDelayMs: 200,
  maxDelayMs: 5_000,
  retries: { throttled: 8, 'service-error': 4, network: 4 },
  maxTotalMs: 60_000,
};

/** Clients of one identity set their clocks one by one, and calls at the same time each meet the old one. */
const CLOCK_RETRIES = 2;

export interface CallContext {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  readonly retry?: RetryPolicy;
}

export interface Called<T> {
  readonly output: T;
  /** Every attempt, the failed ones too. */
  readonly attempts: readonly Attempt[];
}

/** A call that failed for good: its fault, every attempt, and AWS's own words for the classifier only. */
export class CallFailure extends LakeproofError {
  readonly fault: Fault;
  readonly thrown: Thrown;
  readonly attempts: readonly Attempt[];

  constructor(fault: Fault, thrown: Thrown, attempts: readonly Attempt[]) {
    super({
      code: 'AWS_CALL_FAILED',
      message: `${fault.operation} failed after ${attempts.length} attempt(s): ${fault.code}: ${fault.message}`,
      ...likelyCauseOf(fault),
    });
    this.name = 'CallFailure';
    this.fault = fault;
    this.thrown = thrown;
    this.attempts = attempts;
  }
}

/** What SDK outputs have in common. */
interface Output {
  readonly $metadata: { readonly requestId?: string | undefined };
}

/**
 * One call to AWS with the retries that are ours: clients have maxAttempts 1, so that no attempt goes unrecorded.
 * `operation` is `service:Operation`. Throws CallFailure; nothing else, whatever `send` throws.
 */
export async function call<T extends Output>(
  operation: string,
  send: () => Promise<T>,
  context: CallContext,
): Promise<Called<T>> {
  const policy = context.retry ?? RETRY_POLICY;
  const attempts: Attempt[] = [];
  let last: CallFailure | undefined;
  let nested = false;
  const attempt = async (number: number): Promise<T> => {
    const startedAt = context.clock.now().toISOString();
    const record = (rest: Pick<Attempt, 'requestId' | 'fault'>): void => {
      attempts.push({ operation, attempt: number, startedAt, endedAt: context.clock.now().toISOString(), ...rest });
    };
    try {
      const output = await send();
      const { requestId } = output.$metadata;
      record(requestId === undefined ? {} : { requestId });
      return output;
    } catch (error) {
      // Credentials are had while a call is signed, by calls of their own that were tried again already.
      nested = error instanceof CallFailure;
      const thrown = error instanceof CallFailure ? error.thrown : thrownOf(error);
      const fault = error instanceof CallFailure ? error.fault : faultOf(thrown, operation);
      record({ fault, ...(fault.requestId === undefined ? {} : { requestId: fault.requestId }) });
      last = new CallFailure(fault, thrown, attempts);
      throw last;
    }
  };
  try {
    const output = await pRetry(attempt, {
      retries: Math.max(0, ...Object.values(policy.retries)),
      minTimeout: policy.minDelayMs,
      maxTimeout: policy.maxDelayMs,
      maxRetryTime: policy.maxTotalMs,
      factor: 2,
      randomize: true,
      shouldRetry: ({ error, attemptNumber }) =>
        !nested && error instanceof CallFailure && attemptNumber <= retriesFor(error, policy),
      ...(context.signal === undefined ? {} : { signal: context.signal }),
    });
    return { output, attempts };
  } catch (error) {
    if (error instanceof CallFailure) throw error;
    // Aborted between two attempts: what counts is why it was still trying.
    throw last ?? new CallFailure(faultOf(thrownOf(error), operation), thrownOf(error), attempts);
  }
}

/** A signature that was refused for a clock that has been set since is worth one more try. */
function retriesFor({ fault, thrown }: CallFailure, policy: RetryPolicy): number {
  return Math.max(policy.retries[fault.class] ?? 0, thrown.clockCorrected === true ? CLOCK_RETRIES : 0);
}

/** What a call by name gives; undefined where the service has nothing of that name. Throws CallFailure for all else. */
export async function unlessMissing<T>(called: Promise<T>): Promise<T | undefined> {
  try {
    return await called;
  } catch (error) {
    if (error instanceof CallFailure && /NotFound/.test(error.fault.code)) return undefined;
    throw error;
  }
}

function likelyCauseOf(fault: Fault): { readonly likelyCause?: string } {
  switch (fault.class) {
    case 'network':
      return { likelyCause: 'the endpoint is down, or cannot be reached from here' };
    case 'throttled':
      return { likelyCause: 'the account is at its request rate; others share it' };
    case 'expired-credentials':
      return { likelyCause: 'the credentials have expired; sign in again' };
    case 'access-denied':
      return { likelyCause: 'a policy does not allow it, or the credentials or this machine’s clock are wrong' };
    case 'not-implemented':
      return { likelyCause: 'the target does not have this operation' };
    case 'service-error':
    case 'invalid-request':
    case 'deadline':
    case 'unrecognised':
      return {};
  }
}
