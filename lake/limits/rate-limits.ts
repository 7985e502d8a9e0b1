import type { Clock } from '../../core/clock.js';
import type { ServiceId } from '../model/action.js';
import type { Rate } from './rates.js';
import { TokenBucket } from './token-bucket.js';

/** An account's rates. They hold from `enforce` on: what sets the account up is not its owner's traffic. */
export class RateLimits {
  readonly #rates: readonly Rate[];
  readonly #clock: Clock;
  readonly #buckets = new Map<string, TokenBucket>();
  #isEnforced = false;

  constructor(rates: readonly Rate[], clock: Clock) {
    this.#rates = rates;
    this.#clock = clock;
  }

  enforce(): void {
    this.#isEnforced = true;
  }

  /** False when the call is one too many. */
  admits(service: ServiceId, operation: string): boolean {
    if (!this.#isEnforced) return true;
    const at = this.#rates.findIndex((rate) => rate.service === service && covers(rate, operation));
    const rate = this.#rates[at];
    return rate === undefined || this.#bucketOf(rate, at, operation).take(this.#clock.now().getTime());
  }

  #bucketOf({ counted, perSecond, burst }: Rate, at: number, operation: string): TokenBucket {
    const key = counted === 'each' ? `${at} ${operation}` : `${at}`;
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      bucket = new TokenBucket(perSecond, burst, this.#clock.now().getTime());
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}

function covers({ operations }: Rate, operation: string): boolean {
  return operations instanceof RegExp ? operations.test(operation) : operations.includes(operation);
}
