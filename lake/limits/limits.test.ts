import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import type { ServiceId } from '../model/action.js';
import { ACTIVE_QUERIES, refuseTooManyQueries } from './active-queries.js';
import { AWS_QUERY_TIME, QueryTimes } from './query-time.js';
import { RateLimits } from './rate-limits.js';
import { AWS_RATES } from './rates.js';
import { TokenBucket } from './token-bucket.js';

/** How many of `calls` at one instant are let through. */
function admitted(limits: RateLimits, service: ServiceId, operation: string, calls: number): number {
  return Array.from({ length: calls }, () => limits.admits(service, operation)).filter(Boolean).length;
}

function enforced(clock = new FakeClock()): RateLimits {
  const limits = new RateLimits(AWS_RATES, clock);
  limits.enforce();
  return limits;
}

describe('the published rates', () => {
  // Written from AWS's pages: at once after a pause, and in each further second.
  it.each<[ServiceId, string, number, number]>([
    ['athena', 'StartQueryExecution', 500, 100],
    ['athena', 'GetQueryResults', 500, 100],
    ['athena', 'GetQueryExecution', 500, 500],
    ['athena', 'BatchGetQueryExecution', 20, 10],
    ['athena', 'StopQueryExecution', 200, 50],
    ['athena', 'ListQueryExecutions', 10, 5],
    ['cloudtrail', 'LookupEvents', 2, 2],
    ['cloudtrail', 'GetTrailStatus', 10, 10],
    ['cloudtrail', 'DescribeTrails', 10, 10],
    ['cloudtrail', 'StartLogging', 1, 1],
    ['sts', 'AssumeRole', 600, 600],
  ])('%s %s: %i at once, %i a second', (service, operation, burst, perSecond) => {
    const clock = new FakeClock();
    const limits = enforced(clock);
    expect(admitted(limits, service, operation, 2_000)).toBe(burst);
    clock.advance(1_000);
    expect(admitted(limits, service, operation, 2_000)).toBe(perSecond);
    clock.advance(3_600_000);
    expect(admitted(limits, service, operation, 2_000)).toBe(burst);
  });

  it('are of each operation by itself', () => {
    const limits = enforced();
    expect(admitted(limits, 'cloudtrail', 'LookupEvents', 5)).toBe(2);
    expect(admitted(limits, 'cloudtrail', 'GetTrail', 20)).toBe(10);
    expect(admitted(limits, 'cloudtrail', 'ListTrails', 20)).toBe(10);
  });

  it('of STS are shared by its operations', () => {
    const limits = enforced();
    expect(admitted(limits, 'sts', 'AssumeRole', 400) + admitted(limits, 'sts', 'GetCallerIdentity', 400)).toBe(600);
  });

  it('leave alone what AWS publishes no rate of', () => {
    expect(admitted(enforced(), 'glue', 'GetTables', 5_000)).toBe(5_000);
  });

  it('do not hold while the account is set up', () => {
    expect(admitted(new RateLimits(AWS_RATES, new FakeClock()), 'cloudtrail', 'CreateTrail', 9)).toBe(9);
  });

  it('say each where it is published', () => {
    expect(AWS_RATES.filter(({ source }) => !/^[A-Z][\w ]+, ".+"/.test(source))).toEqual([]);
  });
});

describe('a token bucket', () => {
  it('never gives more than its burst and what came back since', () => {
    const rate = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }),
        (perSecond, burst, gaps) => {
          const bucket = new TokenBucket(perSecond, burst, 0);
          let nowMs = 0;
          let taken = 0;
          for (const gapMs of gaps) {
            nowMs += gapMs;
            if (bucket.take(nowMs)) taken += 1;
          }
          expect(taken).toBeLessThanOrEqual(burst + (nowMs * perSecond) / 1_000);
        },
      ),
    );
  });

  it('is not filled by a clock that is set back', () => {
    const bucket = new TokenBucket(1, 1, 10_000);
    expect([bucket.take(10_000), bucket.take(0), bucket.take(900), bucket.take(1_900)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});

describe('active queries', () => {
  it.each([
    ['DML', ACTIVE_QUERIES.dml],
    ['DDL', ACTIVE_QUERIES.ddl],
    ['UTILITY', ACTIVE_QUERIES.ddl],
  ] as const)('of %s are refused beyond %i', (type, limit) => {
    const active = (count: number) => Array.from({ length: count }, () => type);
    expect(() => refuseTooManyQueries(active(limit - 1), type)).not.toThrow();
    expect(() => refuseTooManyQueries(active(limit), type)).toThrow(
      expect.objectContaining({
        code: 'TooManyRequestsException',
        members: { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' },
      }),
    );
  });

  it('of one kind leave the other alone', () => {
    const dml = Array.from({ length: 500 }, () => 'DML' as const);
    expect(() => refuseTooManyQueries(dml, 'DDL')).not.toThrow();
  });
});

describe('the times of queries', () => {
  const times = (seed: number): QueryTimes => new QueryTimes({ distribution: AWS_QUERY_TIME, seed });
  const total = ({ queuedMs, runningMs }: { queuedMs: number; runningMs: number }): number => queuedMs + runningMs;
  const many = (seed: number): number[] => {
    const drawn = times(seed);
    return Array.from({ length: 2_000 }, (_, at) => total(drawn.of('p', `SELECT ${at}`)));
  };

  it('have the median, the p99 and the maximum that they are given', () => {
    const sorted = many(1).sort((a, b) => a - b);
    expect((sorted[1_000] ?? 0) / AWS_QUERY_TIME.medianMs).toBeCloseTo(1, 0);
    const longer = sorted.filter((ms) => ms > AWS_QUERY_TIME.p99Ms).length;
    expect(longer).toBeGreaterThan(5);
    expect(longer).toBeLessThan(45);
    expect(sorted.at(-1)).toBeLessThanOrEqual(AWS_QUERY_TIME.maxMs);
  });

  it('repeat with the seed, in whatever order the queries come', () => {
    const [one, other] = [times(7), times(7)];
    const [a, b] = [one.of('p', 'a'), one.of('p', 'b')];
    expect([other.of('p', 'b'), other.of('p', 'a')]).toEqual([b, a]);
    expect(many(1)).not.toEqual(many(2));
  });

  it('differ from one asking to the next, and from one to another principal', () => {
    const drawn = times(1);
    expect(new Set([drawn.of('p', 'a'), drawn.of('p', 'a'), drawn.of('q', 'a')].map(total)).size).toBe(3);
  });

  it('are none where none was given', () => {
    expect(new QueryTimes(undefined).of('p', 'a')).toEqual({ queuedMs: 0, runningMs: 0 });
  });
});
