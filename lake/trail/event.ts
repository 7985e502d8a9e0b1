import { randomUUID } from 'node:crypto';
import type { TrailEntry, TrailEvent } from '../model/trail.js';
import { namesAccessKey, writtenIdentity } from './identity.js';
import { inSeconds } from './seconds.js';

const VERSION = '1.11';

/** A record and its JSON. */
export interface WrittenEvent {
  readonly event: TrailEvent;
  readonly text: string;
}

/**
 * The record of an entry in CloudTrail's shape. A call that a service makes for its caller has the service's name for
 * source and agent, and a request id of its own. Source: CloudTrail User Guide, "CloudTrail record contents".
 */
export function trailEvent(entry: TrailEntry, at: Date): WrittenEvent {
  const { exchange, facts, error } = entry;
  const invokedBy = exchange.invokedBy;
  const refused = error !== undefined;
  const category = entry.category ?? 'Management';
  const { listed = [] } = facts;
  const identity = writtenIdentity(exchange.caller, invokedBy, namesAccessKey(exchange));
  const about: Omit<TrailEvent, 'eventVersion' | 'userIdentity'> = {
    eventTime: inSeconds(at),
    eventSource: entry.eventSource,
    eventName: entry.eventName,
    awsRegion: exchange.lake.region,
    sourceIPAddress: invokedBy ?? exchange.sourceIPAddress,
    userAgent: userAgentOf(entry),
    ...(refused ? { errorCode: error.code, errorMessage: error.message } : {}),
    requestParameters: facts.requestParameters ?? null,
    responseElements: refused ? null : (facts.responseElements ?? null),
    ...(facts.additionalEventData === undefined ? {} : { additionalEventData: facts.additionalEventData }),
    requestID: invokedBy === undefined ? exchange.requestId : randomUUID(),
    eventID: randomUUID(),
    readOnly: facts.readOnly,
    ...(listed.length === 0 ? {} : { resources: listed }),
    eventType: 'AwsApiCall',
    managementEvent: category === 'Management',
    recipientAccountId: exchange.lake.accountId,
    eventCategory: category,
  };
  return {
    event: { eventVersion: VERSION, userIdentity: identity.value, ...about },
    text: `{"eventVersion":"${VERSION}","userIdentity":${identity.text},${JSON.stringify(about).slice(1)}`,
  };
}

/** S3 puts the agent in brackets (published events). */
function userAgentOf({ eventSource, exchange: { userAgent, invokedBy } }: TrailEntry): string {
  if (invokedBy !== undefined) return invokedBy;
  return eventSource === 's3.amazonaws.com' ? `[${userAgent}]` : userAgent;
}
