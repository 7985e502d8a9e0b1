import type { Event, LookupAttribute, LookupEventsRequest, LookupEventsResponse } from '@aws-sdk/client-cloudtrail';
import { sha256OfJson } from '../../../core/digest.js';
import { type Action, defineAction } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { EventAttribute, IndexedEvent } from '../../trail/indexed-event.js';
import { trailSpelling } from '../trail-spelling.js';
import type { CloudTrailState } from './state.js';

const PAGE_SIZE = 50;
const HISTORY_MS = 90 * 24 * 60 * 60 * 1000;

/**
 * The event history of the Region: newest first, one attribute at most, 50 a page, the last 90 days. An event is there
 * once its delivery delay is over. Source: CloudTrail API Reference, "LookupEvents".
 */
export function lookupEvents(state: CloudTrailState): Action<LookupEventsRequest, LookupEventsResponse> {
  return defineAction<LookupEventsRequest, LookupEventsResponse>({
    service: 'cloudtrail',
    operation: 'LookupEvents',
    authorize: () => [{ action: 'cloudtrail:LookupEvents', resource: '*' }],
    handle: (input) => {
      const pageSize = pageSizeOf(input);
      const matches = matcherOf(input, state.account.clock.now().getTime());
      const { NextToken, ...question } = input;
      const digest = digestOf(question);
      const below = NextToken === undefined ? undefined : readToken(NextToken, digest);
      const found: IndexedEvent[] = [];
      for (const event of state.events.newestFirst(below, attributeOf(input.LookupAttributes ?? []))) {
        if (!matches(event)) continue;
        found.push(event);
        // One more than a page tells whether there is another.
        if (found.length > pageSize) break;
      }
      const shown = found.slice(0, pageSize);
      const last = shown.at(-1);
      return {
        Events: shown.map((event) => eventAnswer(event, state)),
        ...(found.length > pageSize && last !== undefined ? { NextToken: writeToken(last.sequence, digest) } : {}),
      };
    },
    trail: (input) => ({ readOnly: true, requestParameters: trailSpelling(input) }),
  });
}

function pageSizeOf(input: LookupEventsRequest): number {
  const asked = input.MaxResults ?? PAGE_SIZE;
  if (Number.isInteger(asked) && asked >= 1 && asked <= PAGE_SIZE) return asked;
  throw new AwsError('InvalidMaxResultsException', 'A valid value for MaxResults is between 1 and 50.');
}

function matcherOf(input: LookupEventsRequest, nowMs: number): (event: IndexedEvent) => boolean {
  if (input.EventCategory !== undefined) {
    // `insight` is the only one that there is; the protocol layer has refused the others.
    throw notImplemented('LookupEvents of Insights events');
  }
  const startMs = Math.max(input.StartTime?.getTime() ?? 0, nowMs - HISTORY_MS);
  const endMs = input.EndTime?.getTime() ?? Number.POSITIVE_INFINITY;
  if (input.StartTime !== undefined && input.StartTime.getTime() > endMs) {
    throw new AwsError('InvalidTimeRangeException', 'The start time must be before the end time.');
  }
  return (event) => event.visibleAtMs <= nowMs && event.eventTimeMs >= startMs && event.eventTimeMs <= endMs;
}

function attributeOf(attributes: readonly LookupAttribute[]): EventAttribute | undefined {
  if (attributes.length > 1) {
    throw new AwsError('InvalidLookupAttributesException', 'You can specify only one lookup attribute.');
  }
  const [attribute] = attributes;
  if (attribute === undefined) return undefined;
  const { AttributeKey: key, AttributeValue: value = '' } = attribute;
  // `_`, space, comma and newline count double (same page).
  const length = Array.from(value).length + (value.match(/[_ ,\n]/g)?.length ?? 0);
  if (value === '' || length > 2000) {
    throw new AwsError('InvalidLookupAttributesException', 'The value of the lookup attribute is not valid.');
  }
  if (key === undefined) {
    throw new AwsError('InvalidLookupAttributesException', 'The lookup attribute key is not valid.');
  }
  return { key, value };
}

function eventAnswer(event: IndexedEvent, state: CloudTrailState): Event {
  return {
    EventId: event.eventId,
    EventName: event.eventName,
    ReadOnly: String(event.readOnly),
    // Of a call that a service made, there may be none.
    ...(event.accessKeyId === '' ? {} : { AccessKeyId: event.accessKeyId }),
    EventTime: new Date(event.eventTimeMs),
    EventSource: event.eventSource,
    Username: event.userName,
    Resources: event.resources.map(({ type, name }) => ({ ResourceType: type, ResourceName: name })),
    CloudTrailEvent: state.events.read(event),
  };
}

/** A token is good for the same parameters only. */
function digestOf(question: object): string {
  return sha256OfJson(JSON.parse(JSON.stringify(question))).slice(0, 32);
}

function writeToken(sequence: number, digest: string): string {
  return Buffer.from(`${digest}:${sequence}`, 'utf8').toString('base64');
}

function readToken(token: string, digest: string): number {
  const match = /^([0-9a-f]{32}):(\d{1,15})$/.exec(Buffer.from(token, 'base64').toString('utf8'));
  if (match?.[1] !== digest) {
    throw new AwsError('InvalidNextTokenException', 'The specified NextToken is not valid for these parameters.');
  }
  return Number(match[2]);
}
