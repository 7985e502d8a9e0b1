import {
  CloudTrailClient,
  type LookupAttributeKey,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { GetDatabasesCommand, GlueClient } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Clock, systemClock } from '../../../core/clock.js';
import { type QueryLake, startQueryLake } from '../../testing/query-lake.js';

const DAY_MS = 24 * 60 * 60 * 1000;

let lake: QueryLake;
let trail: CloudTrailClient;
let aheadMs = 0;
const clock: Clock = { ...systemClock, now: () => new Date(Date.now() + aheadMs) };

/** Calls as they are made by a client, of which the history is read: two that succeed, one that IAM refuses. */
beforeAll(async () => {
  lake = await startQueryLake({ clock });
  trail = new CloudTrailClient(lake.admin);
  const nobody = await lake.person('nobody', [{ Effect: 'Deny', Action: '*', Resource: '*' }]);
  await lake.ask(lake.admin, 'SELECT 1');
  await new GlueClient(nobody).send(new GetDatabasesCommand({})).catch(() => undefined);
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

const record = z.record(z.string(), z.unknown());

async function lookUp(input: LookupEventsCommandInput = {}) {
  const { Events = [], NextToken } = await trail.send(new LookupEventsCommand(input));
  const read = Events.map((event) => ({ ...event, record: record.parse(JSON.parse(event.CloudTrailEvent ?? '')) }));
  return { NextToken, events: read };
}

async function events(AttributeKey: LookupAttributeKey, AttributeValue: string) {
  return (await lookUp({ LookupAttributes: [{ AttributeKey, AttributeValue }] })).events;
}

describe('an event', () => {
  it('of a query leaves its text out, and names the query', async () => {
    const [event] = await events('EventName', 'StartQueryExecution');
    expect(event?.record).toMatchObject({
      requestParameters: { queryString: '***OMITTED***', resultConfiguration: { outputLocation: 's3://results/' } },
      responseElements: { queryExecutionId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown },
      readOnly: false,
    });
  });

  it('that only reads has no response', async () => {
    const [event] = await events('EventName', 'GetQueryExecution');
    expect(event?.record).toMatchObject({ readOnly: true, responseElements: null });
  });

  it('of a refused call says so, in IAM’s words', async () => {
    const [event] = await events('EventName', 'GetDatabases');
    expect(event?.record).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: expect.stringContaining('is not authorized to perform: glue:GetDatabases on resource: ') as unknown,
      responseElements: null,
    });
  });
});

describe('LookupEvents', () => {
  it('shows the members of an event, flags as text', async () => {
    const [event] = await events('EventName', 'StartQueryExecution');
    expect(event).toMatchObject({
      EventName: 'StartQueryExecution',
      EventSource: 'athena.amazonaws.com',
      ReadOnly: 'false',
      AccessKeyId: lake.admin.credentials.accessKeyId,
      Username: 'lake-admin',
    });
    expect(event?.record.eventID).toBe(event?.EventId);
  });

  it.each<[LookupAttributeKey, () => string]>([
    ['EventName', () => 'StartQueryExecution'],
    ['EventSource', () => 'athena.amazonaws.com'],
    ['ReadOnly', () => 'false'],
    ['Username', () => 'lake-admin'],
    ['AccessKeyId', () => lake.admin.credentials.accessKeyId],
  ])('finds by %s', async (key, held) => {
    const found = await events(key, held());
    expect(found.map(({ EventName }) => EventName)).toContain('StartQueryExecution');
    expect(await events(key, `${held()}x`)).toEqual([]);
  });

  it('finds one by its id, and resources by type and name', async () => {
    const [event] = await events('EventName', 'CreateBucket');
    expect((await events('EventId', event?.EventId ?? '')).map(({ EventName }) => EventName)).toEqual(['CreateBucket']);
    const [resource] = event?.Resources ?? [];
    expect(resource).toMatchObject({ ResourceType: 'AWS::S3::Bucket', ResourceName: 'results' });
    const names = async (key: LookupAttributeKey, value: string | undefined) =>
      (await events(key, value ?? '')).map(({ EventName }) => EventName);
    expect(await names('ResourceType', resource?.ResourceType)).toContain('CreateBucket');
    expect(await names('ResourceName', resource?.ResourceName)).toContain('CreateBucket');
  });

  it('pages newest first, by tokens that are good for the same parameters only', async () => {
    const whole = await lookUp();
    const first = await lookUp({ MaxResults: 2 });
    const second = await lookUp({ MaxResults: 2, NextToken: first.NextToken });
    const ids = [...first.events, ...second.events].map(({ EventId }) => EventId);
    const times = whole.events.map(({ EventTime }) => EventTime?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(4);
    await expect(lookUp({ MaxResults: 3, NextToken: first.NextToken })).rejects.toMatchObject({
      name: 'InvalidNextTokenException',
    });
  });

  it.each<[string, LookupEventsCommandInput]>([
    ['InvalidMaxResultsException', { MaxResults: 51 }],
    ['InvalidMaxResultsException', { MaxResults: 0 }],
    ['InvalidTimeRangeException', { StartTime: new Date(2_000), EndTime: new Date(1_000) }],
    ['InvalidNextTokenException', { NextToken: 'made-up' }],
    [
      'InvalidLookupAttributesException',
      { LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: '_'.repeat(1_001) }] },
    ],
    [
      'InvalidLookupAttributesException',
      {
        LookupAttributes: [
          { AttributeKey: 'Username', AttributeValue: 'a' },
          { AttributeKey: 'ReadOnly', AttributeValue: 'true' },
        ],
      },
    ],
  ])('refuses with %s: %j', async (name, input) => {
    await expect(lookUp(input)).rejects.toMatchObject({ name });
  });

  it('takes an attribute of 2,000 characters, of which some count double', async () => {
    expect(await events('Username', '_'.repeat(1_000))).toEqual([]);
  });
});

it('an event leaves the history after 90 days', async () => {
  aheadMs = 90 * DAY_MS + 60_000;
  // A client of its own: one that has heard the time of the HTTP server would sign with that.
  const later = new CloudTrailClient({ ...lake.admin, systemClockOffset: aheadMs });
  const { Events } = await later.send(new LookupEventsCommand({}));
  aheadMs = 0;
  expect(Events).toEqual([]);
});
