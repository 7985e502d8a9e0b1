import { CloudTrailClient, type Event, paginateLookupEvents } from '@aws-sdk/client-cloudtrail';
import { IAMClient, ListRolesCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type QueryLake, startQueryLake } from '../testing/query-lake.js';
import { Background } from './background.js';
import { FOREIGN_CALLS } from './calls.js';

let lake: QueryLake;
let trail: CloudTrailClient;

beforeAll(async () => {
  lake = await startQueryLake();
  trail = new CloudTrailClient(lake.admin);
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

const record = z.object({
  userIdentity: z.object({ arn: z.string() }),
  sourceIPAddress: z.string(),
  readOnly: z.boolean(),
  errorCode: z.string().optional(),
});

async function history(): Promise<readonly (Event & { readonly record: z.infer<typeof record> })[]> {
  const found: Event[] = [];
  for await (const { Events = [] } of paginateLookupEvents({ client: trail }, {})) found.push(...Events);
  return found.map((event) => ({ ...event, record: record.parse(JSON.parse(event.CloudTrailEvent ?? '')) }));
}

function background(perSecond = 50): Background {
  const { assembled } = lake.bare;
  return new Background({ lake: assembled.lake, trail: assembled.foreignTrail, perSecond });
}

const PRINCIPALS = 6;

describe('the events of other principals', () => {
  it('are of several principals and services, reads and writes, some refused, and of nobody whom IAM knows', async () => {
    const iam = new IAMClient(lake.admin);
    const known = async () => [
      (await iam.send(new ListRolesCommand({}))).Roles,
      (await iam.send(new ListUsersCommand({}))).Users,
    ];
    const before = await known();
    const foreign = background();
    for (let made = 0; made < PRINCIPALS * FOREIGN_CALLS.length; made += 1) foreign.record();
    const events = (await history()).filter(({ Username }) => Username !== 'lake-admin');
    expect(events).toHaveLength(PRINCIPALS * FOREIGN_CALLS.length);
    const of = (what: (event: (typeof events)[number]) => unknown) => new Set(events.map(what)).size;
    expect(of(({ record: { userIdentity } }) => userIdentity.arn)).toBe(PRINCIPALS);
    expect(of(({ EventSource }) => EventSource)).toBeGreaterThanOrEqual(7);
    expect(of(({ record: { sourceIPAddress } }) => sourceIPAddress)).toBeGreaterThanOrEqual(PRINCIPALS);
    expect(of(({ ReadOnly }) => ReadOnly)).toBe(2);
    // Each principal makes each call, and each refusal.
    expect(of(({ Username, EventName, record: { errorCode } }) => [Username, EventName, errorCode].join(' '))).toBe(
      events.length,
    );
    expect(await known()).toEqual(before);
  });

  it('come at their rate, and stop', async () => {
    const count = async () => (await history()).length;
    const before = await count();
    const foreign = background(200);
    foreign.start();
    await expect.poll(count, { timeout: 10_000, interval: 50 }).toBeGreaterThan(before + 20);
    foreign.stop();
    const stopped = await count();
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The looks themselves are events too.
    expect((await count()) - stopped).toBeLessThan(10);
  });

  it('are struck by no fault, and use none up', () => {
    const { faults } = lake.bare.assembled;
    faults.arm({ fault: 'event-lost', match: { eventName: 'GetDataAccess' }, times: 1 });
    const foreign = background();
    for (let made = 0; made < FOREIGN_CALLS.length; made += 1) foreign.record();
    expect(faults.strikes('event-lost', { eventName: 'GetDataAccess' })).toBe(true);
    faults.clear();
  });
});
