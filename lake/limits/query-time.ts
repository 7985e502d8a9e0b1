import { type DelayDistribution, drawn, uniform } from '../trail/delivery-delay.js';

/** How long queries take, from their start to their end. */
export interface QueryTime {
  readonly distribution: DelayDistribution;
  /** The same seed gives the same time to the same query. */
  readonly seed: number;
}

/**
 * As on AWS. No source gives a distribution: a small query is known to take about a second, and to wait its turn when many
 * are asked; these are assumed.
 */
export const AWS_QUERY_TIME: DelayDistribution = { medianMs: 1_200, p99Ms: 6_000, maxMs: 30_000 };

/** Of a query's time the part that it is QUEUED. */
const QUEUED_SHARE = 0.1;

export interface QueryPhases {
  readonly queuedMs: number;
  readonly runningMs: number;
}

/** Draws the times of queries. Who asks what for which time decides, so the order in which they come changes nothing. */
export class QueryTimes {
  readonly #time: QueryTime | undefined;
  readonly #asked = new Map<string, number>();

  /** Without a time, queries take what they take. */
  constructor(time: QueryTime | undefined) {
    this.#time = time;
  }

  of(principalName: string, sql: string): QueryPhases {
    if (this.#time === undefined) return { queuedMs: 0, runningMs: 0 };
    const { distribution, seed } = this.#time;
    const name = JSON.stringify([principalName, sql]);
    const before = this.#asked.get(name) ?? 0;
    if (this.#asked.size >= MAX_ASKED) this.#asked.clear();
    this.#asked.set(name, before + 1);
    const totalMs = drawn(distribution, uniform(seed, `${name}${before}`));
    const queuedMs = Math.round(totalMs * QUEUED_SHARE);
    return { queuedMs, runningMs: totalMs - queuedMs };
  }
}

/** A bound on memory; a query that is forgotten begins its times anew. */
const MAX_ASKED = 100_000;
