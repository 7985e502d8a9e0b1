import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../core/clock.js';
import { poll } from '../../core/poll.js';
import { type LakeClients, startLakeClients } from './lake-clients.js';

const ADMIN = 'lake-admin';
const RUNNER = 'arn:aws:iam::111122223333:role/LakeproofRunner';

const eventSchema = z.object({
  EventId: z.string(),
  EventName: z.string(),
  EventSource: z.string(),
  ReadOnly: z.enum(['true', 'false']),
  Username: z.string(),
  AccessKeyId: z.string().optional(),
  Resources: z.array(z.object({ ResourceType: z.string(), ResourceName: z.string() })),
  CloudTrailEvent: z.string(),
});
const answer = z.object({ Events: z.array(eventSchema), NextToken: z.string().optional() });
type HistoryEvent = z.infer<typeof eventSchema>;

let clients: LakeClients;
/** The operator's call for the runner's role: it has a value for each attribute. */
let assumed: HistoryEvent;

async function lookUp(...args: readonly string[]): Promise<z.infer<typeof answer>> {
  return answer.parse(await clients.json(ADMIN, 'cloudtrail', 'lookup-events', ...args));
}

const attribute = (key: string, value: string) => [
  '--lookup-attributes',
  `AttributeKey=${key},AttributeValue=${value}`,
];

beforeAll(async () => {
  clients = await startLakeClients({ template: 'infra/walkthrough.template.yaml', data: 'none' });
  expect((await clients.aws('lakeproof-runner', 'glue', 'get-databases')).status).toBe(0);
  const ofOperator = async (): Promise<HistoryEvent | undefined> =>
    (await lookUp(...attribute('EventName', 'AssumeRole'))).Events.find(({ CloudTrailEvent }) =>
      CloudTrailEvent.includes(RUNNER),
    );
  assumed = await poll(ofOperator, {
    awaited: 'the event of AssumeRole',
    clock: systemClock,
    deadlineMs: 60_000,
    maxAttempts: 60,
    intervalMs: () => 500,
  });
});
afterAll(async () => {
  await clients.stop();
});

/** What of an event an attribute is compared with. */
const ATTRIBUTES: readonly (readonly [key: string, valuesOf: (event: HistoryEvent) => readonly string[]])[] = [
  ['EventId', ({ EventId }) => [EventId]],
  ['EventName', ({ EventName }) => [EventName]],
  ['EventSource', ({ EventSource }) => [EventSource]],
  ['ReadOnly', ({ ReadOnly }) => [ReadOnly]],
  ['Username', ({ Username }) => [Username]],
  ['AccessKeyId', ({ AccessKeyId }) => [AccessKeyId ?? '']],
  ['ResourceType', ({ Resources }) => Resources.map(({ ResourceType }) => ResourceType)],
  ['ResourceName', ({ Resources }) => Resources.map(({ ResourceName }) => ResourceName)],
];

describe('aws cloudtrail lookup-events', () => {
  test.each(ATTRIBUTES)('finds an event by %s, and only such events', async (key, valuesOf) => {
    const value = valuesOf(assumed)[0] ?? '';
    expect(value).not.toBe('');
    const { Events } = await lookUp(...attribute(key, value), '--max-items', '2000');
    expect(Events.map(({ EventId }) => EventId)).toContain(assumed.EventId);
    expect(Events.filter((event) => !valuesOf(event).includes(value))).toEqual([]);
  });

  test('takes one attribute at a time, and pages of 50 at most', async () => {
    const two = [...attribute('EventName', 'AssumeRole'), 'AttributeKey=ReadOnly,AttributeValue=true'];
    const refused = await clients.aws(ADMIN, 'cloudtrail', 'lookup-events', ...two);
    expect(refused.stderr).toContain('(InvalidLookupAttributesException) when calling the LookupEvents operation');
    const page = await lookUp('--page-size', '50', '--max-items', '60');
    expect(page.Events).toHaveLength(60);
    expect(new Set(page.Events.map(({ EventId }) => EventId)).size).toBe(60);
    const times = page.Events.map(
      ({ CloudTrailEvent }) => z.object({ eventTime: z.string() }).parse(JSON.parse(CloudTrailEvent)).eventTime,
    );
    expect(times).toEqual([...times].sort().reverse());
    const tooMany = await clients.aws(ADMIN, 'cloudtrail', 'lookup-events', '--max-results', '51', '--no-paginate');
    expect(tooMany.stderr).toMatch(/\((?:InvalidMaxResultsException|ValidationException)\)/);
  });
});
