import { describe, expect, it } from 'vitest';
import { type AuditDelivery, AWS_DELAYS, DeliveryTimes, fixedDelivery } from './delivery-delay.js';

const LAKE_FORMATION = 'lakeformation.amazonaws.com';
const MANY = 20_000;

function drawn(delivery: AuditDelivery, eventSource: string, count = MANY): readonly (readonly number[])[] {
  const times = new DeliveryTimes(delivery);
  return Array.from({ length: count }, () => times.of(eventSource));
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}

describe('times of delivery', () => {
  it('are one and the same where none is spread', () => {
    expect(new Set(drawn(fixedDelivery(300), 'sts.amazonaws.com').flat())).toEqual(new Set([300]));
  });

  it('have the median, the 99th percentile and the maximum that were asked for', () => {
    const spread = { medianMs: 2_000, p99Ms: 20_000, maxMs: 60_000 };
    const values = drawn({ ...fixedDelivery(0), bySource: { [LAKE_FORMATION]: spread } }, LAKE_FORMATION).flat();
    expect(quantile(values, 0.5) / 2_000).toBeCloseTo(1, 1);
    expect(quantile(values, 0.99) / 20_000).toBeCloseTo(1, 0);
    expect(Math.max(...values)).toBe(60_000);
    expect(Math.min(...values)).toBeGreaterThan(0);
  });

  it('are those of the source, and of the others where it has none', () => {
    const delivery = { ...fixedDelivery(10), ...AWS_DELAYS };
    const median = (source: string) => quantile(drawn(delivery, source).flat(), 0.5);
    expect(median('sts.amazonaws.com')).toBeLessThan(median('athena.amazonaws.com'));
    expect(median('athena.amazonaws.com')).toBeLessThan(median(LAKE_FORMATION));
    expect(median('constructor')).toBeCloseTo(median('athena.amazonaws.com'), -4);
  });

  it('are two for the share of events that is to be doubled', () => {
    const twice = drawn({ ...fixedDelivery(10), duplicates: 0.05 }, LAKE_FORMATION).filter(
      ({ length }) => length === 2,
    );
    expect(twice.length / MANY).toBeCloseTo(0.05, 2);
    expect(drawn(fixedDelivery(10), LAKE_FORMATION).filter(({ length }) => length !== 1)).toEqual([]);
    expect(drawn({ ...fixedDelivery(10), duplicates: 1 }, LAKE_FORMATION, 10).every(({ length }) => length === 2)).toBe(
      true,
    );
  });

  it('are the same again with the same seed, whatever other sources do meanwhile', () => {
    const delivery = { ...fixedDelivery(0), ...AWS_DELAYS, duplicates: 0.5, seed: 7 };
    const alone = drawn(delivery, LAKE_FORMATION, 100);
    const times = new DeliveryTimes(delivery);
    const amongOthers = Array.from({ length: 100 }, () => {
      times.of('athena.amazonaws.com');
      return times.of(LAKE_FORMATION);
    });
    expect(amongOthers).toEqual(alone);
    expect(drawn({ ...delivery, seed: 8 }, LAKE_FORMATION, 100)).not.toEqual(alone);
  });
});
