import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import type { LookupPage, LookupRequest } from './lookup.js';
import { Sweeper } from './sweep.js';

const WINDOW = {
  key: 'Username',
  value: 'lakeproof-x',
  startTime: new Date('2026-01-01T00:00:00Z'),
  endTime: new Date('2026-01-01T00:10:00Z'),
} as const;

function eventText(eventID: string): string {
  return JSON.stringify({
    eventID,
    eventName: 'StartQueryExecution',
    eventSource: 'athena.amazonaws.com',
    eventTime: '2026-01-01T00:00:01Z',
    awsRegion: 'us-east-1',
    userIdentity: { type: 'AssumedRole' },
  });
}

/** Pages by token; each request and its time is noted. */
function history(pages: readonly (LookupPage | LakeproofError)[], clock = new FakeClock()) {
  const requests: (LookupRequest & { readonly atMs: number })[] = [];
  const lookup = (request: LookupRequest): Promise<LookupPage> => {
    requests.push({ ...request, atMs: clock.now().getTime() });
    const page = pages[Number(request.token ?? 0)];
    if (page === undefined) return Promise.reject(new TypeError('no such page'));
    return page instanceof LakeproofError ? Promise.reject(page) : Promise.resolve(page);
  };
  return { requests, sweeper: new Sweeper({ lookup, clock, lookupIntervalMs: 2_000, maxPages: 5 }), clock };
}

const all = (): boolean => true;

describe('one reading of event history', () => {
  it('goes on until there is no token, past empty pages, with the same window, two seconds apart', async () => {
    const { requests, sweeper } = history([
      { events: [eventText('a')], next: '1' },
      { events: [], next: '2' },
      { events: [eventText('b')] },
    ]);
    const { sweep, events } = await sweeper.sweep(WINDOW, all);
    expect(events.map(({ eventID }) => eventID)).toEqual(['a', 'b']);
    expect(sweep).toMatchObject({ pages: 3, complete: true });
    expect(requests.map(({ token }) => token)).toEqual([undefined, '1', '2']);
    expect(new Set(requests.map(({ startTime, endTime }) => `${+startTime} ${+endTime}`)).size).toBe(1);
    const [first, second, third] = requests.map(({ atMs }) => atMs);
    expect([(second ?? 0) - (first ?? 0), (third ?? 0) - (second ?? 0)]).toEqual([2_000, 2_000]);
  });

  it('keeps the distance between two sweeps too', async () => {
    const { requests, sweeper } = history([{ events: [] }]);
    await sweeper.sweep(WINDOW, all);
    await sweeper.sweep(WINDOW, all);
    expect((requests[1]?.atMs ?? 0) - (requests[0]?.atMs ?? 0)).toBe(2_000);
  });

  it('takes an event that was delivered twice once, and drops those of others', async () => {
    const { sweeper } = history([{ events: [eventText('a'), eventText('theirs'), eventText('a')] }]);
    const { events } = await sweeper.sweep(WINDOW, ({ eventID }) => eventID !== 'theirs');
    expect(events.map(({ eventID }) => eventID)).toEqual(['a']);
  });

  it('is not complete when a page fails, and keeps what came before', async () => {
    const { sweeper } = history([
      { events: [eventText('a')], next: '1' },
      new LakeproofError({ code: 'AWS_CALL_FAILED', message: 'throttled for good' }),
    ]);
    const { sweep, events } = await sweeper.sweep(WINDOW, all);
    expect(sweep).toMatchObject({ pages: 1, complete: false, fault: 'throttled for good' });
    expect(events).toHaveLength(1);
  });

  it('is not complete when the pages do not end, or an event cannot be read', async () => {
    const endless = history([{ events: [], next: '0' }]);
    expect((await endless.sweeper.sweep(WINDOW, all)).sweep).toMatchObject({ pages: 5, complete: false });
    const malformed = history([{ events: [eventText('a'), '{'] }]);
    expect((await malformed.sweeper.sweep(WINDOW, all)).sweep).toMatchObject({ complete: false });
  });

  it('lets errors of our own through', async () => {
    const { sweeper } = history([]);
    await expect(sweeper.sweep(WINDOW, all)).rejects.toThrow(TypeError);
  });
});
