import { InvalidArgumentError } from 'commander';
import { type AuditDelivery, AWS_DELAYS, type DelayDistribution, fixedDelay } from '../trail/delivery-delay.js';
import { durationMs } from './duration.js';

type Delays = Pick<AuditDelivery, 'delay' | 'bySource'>;

export const DEFAULT_DELAYS: Delays = { delay: fixedDelay(2_000), bySource: {} };

/**
 * One `--audit-delay` on top of those before it: `2s`, `median:2s,p99:20s,max:60s` and `aws` are for every source, with
 * `lakeformation.amazonaws.com=` before them for that one. Throws commander's InvalidArgumentError.
 */
export function withAuditDelay(text: string, before: Delays = DEFAULT_DELAYS): Delays {
  if (text === 'aws') return AWS_DELAYS;
  const [, source, distribution = ''] = /^(?:([a-z0-9.-]+\.amazonaws\.com)=)?(.*)$/s.exec(text) ?? [];
  if (source === undefined) return { ...before, delay: distributionOf(distribution) };
  return { ...before, bySource: { ...before.bySource, [source]: distributionOf(distribution) } };
}

/** `2s`, or `median:2s,p99:20s,max:60s`. Throws commander's InvalidArgumentError. */
export function distributionOf(text: string): DelayDistribution {
  if (!text.includes(':')) return fixedDelay(durationMs(text));
  const [, median, p99, max] = /^median:([^,]+),p99:([^,]+),max:([^,]+)$/.exec(text) ?? [];
  if (median === undefined || p99 === undefined || max === undefined) {
    throw new InvalidArgumentError('a delay is a duration, or median:2s,p99:20s,max:60s');
  }
  const distribution = { medianMs: durationMs(median), p99Ms: durationMs(p99), maxMs: durationMs(max) };
  const { medianMs, p99Ms, maxMs } = distribution;
  if (medianMs > 0 && medianMs <= p99Ms && p99Ms <= maxMs) return distribution;
  throw new InvalidArgumentError('of a delay the median is above zero, the p99 no less, and the max no less than that');
}

/** A share of events: 0.05, 1. Throws commander's InvalidArgumentError. */
export function shareOf(text: string): number {
  const share = Number(text);
  if (/^\d(?:\.\d{1,6})?$/.test(text) && share <= 1) return share;
  throw new InvalidArgumentError('a share is a number from 0 to 1: 0.05');
}

/** A seed. Throws commander's InvalidArgumentError. */
export function seedOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a seed is a whole number of nine digits at most');
}
