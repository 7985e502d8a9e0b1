/** How long events of one source take from the call to their delivery. */
export interface DelayDistribution {
  readonly medianMs: number;
  /** Of a hundred events one takes longer. */
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** When the log has its events. Times of different sources differ, so events appear out of order. */
export interface AuditDelivery {
  /** Of sources without one of their own. */
  readonly delay: DelayDistribution;
  /** By event source, for example `lakeformation.amazonaws.com`. */
  readonly bySource: Readonly<Record<string, DelayDistribution>>;
  /** Share of the events that are delivered twice, 0 to 1. */
  readonly duplicates: number;
  /** The same seed gives the same times to the same events of each source. */
  readonly seed: number;
}

export function fixedDelay(delayMs: number): DelayDistribution {
  return { medianMs: delayMs, p99Ms: delayMs, maxMs: delayMs };
}

/** Every event once, after the same time. */
export function fixedDelivery(delayMs: number): AuditDelivery {
  return { delay: fixedDelay(delayMs), bySource: {}, duplicates: 0, seed: 1 };
}

const MINUTE_MS = 60_000;

/**
 * As on AWS: "within an average of about 5 minutes", not guaranteed (CloudTrail User Guide, "Getting and viewing your
 * CloudTrail log files"); until 2023 the guide said 15. No source gives percentiles, or sources apart: these are assumed.
 */
export const AWS_DELAYS: Pick<AuditDelivery, 'delay' | 'bySource'> = {
  delay: { medianMs: 4 * MINUTE_MS, p99Ms: 12 * MINUTE_MS, maxMs: 15 * MINUTE_MS },
  bySource: {
    'sts.amazonaws.com': { medianMs: 1.5 * MINUTE_MS, p99Ms: 5 * MINUTE_MS, maxMs: 15 * MINUTE_MS },
    'lakeformation.amazonaws.com': { medianMs: 6 * MINUTE_MS, p99Ms: 14 * MINUTE_MS, maxMs: 15 * MINUTE_MS },
  },
};

/** Of the standard normal distribution. */
const P99_QUANTILE = 2.326_347_874;

/**
 * Draws the times of one event's deliveries: one, or two for a duplicate. Lognormal, as waiting times are: half below the
 * median, one of a hundred beyond the 99th percentile, none beyond the maximum. Each source draws by itself, so that what
 * other services do meanwhile changes nothing.
 */
export class DeliveryTimes {
  readonly #delivery: AuditDelivery;
  readonly #draws = new Map<string, () => number>();

  constructor(delivery: AuditDelivery) {
    this.#delivery = delivery;
  }

  /** In milliseconds from the call; at least one. */
  of(eventSource: string): readonly number[] {
    const { delay, bySource, duplicates } = this.#delivery;
    const distribution = Object.hasOwn(bySource, eventSource) ? (bySource[eventSource] ?? delay) : delay;
    const random = this.#drawsOf(eventSource);
    // Always as many draws for each event: one that is not doubled must not shift the times of the next.
    const isTwice = random() < duplicates;
    const [first, second] = [drawn(distribution, random), drawn(distribution, random)];
    return isTwice ? [first, second] : [first];
  }

  #drawsOf(eventSource: string): () => number {
    let draws = this.#draws.get(eventSource);
    if (draws === undefined) {
      draws = uniform(this.#delivery.seed, eventSource);
      this.#draws.set(eventSource, draws);
    }
    return draws;
  }
}

/** One draw from a distribution, in milliseconds. */
export function drawn({ medianMs, p99Ms, maxMs }: DelayDistribution, random: () => number): number {
  const [a, b] = [random(), random()];
  if (medianMs === 0 || p99Ms <= medianMs) return Math.min(medianMs, maxMs);
  // Box and Muller's transform: two even draws make a normal one.
  const normal = Math.sqrt(-2 * Math.log(1 - a)) * Math.cos(2 * Math.PI * b);
  const sigma = Math.log(p99Ms / medianMs) / P99_QUANTILE;
  return Math.min(Math.round(medianMs * Math.exp(sigma * normal)), maxMs);
}

/** Even draws from 0 to 1, the same for the same seed and name (FNV-1a, then mulberry32). */
export function uniform(seed: number, name: string): () => number {
  let state = 2_166_136_261 ^ seed;
  for (const byte of Buffer.from(name, 'utf8')) state = Math.imul(state ^ byte, 16_777_619);
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
