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
  const { invokedBy } = exchange;
  const { additionalEventData, listed = [] } = facts;
  const category = entry.category ?? 'Management';
  const identity = writtenIdentity(exchange.caller, invokedBy, namesAccessKey(exchange));
  const event: Mutable<TrailEvent> = {
    eventVersion: VERSION,
    userIdentity: identity.value,
    eventTime: inSeconds(at),
    eventSource: entry.eventSource,
    eventName: entry.eventName,
    awsRegion: exchange.lake.region,
    sourceIPAddress: invokedBy ?? exchange.sourceIPAddress,
    userAgent: userAgentOf(entry),
    requestParameters: facts.requestParameters ?? null,
    responseElements: error === undefined ? (facts.responseElements ?? null) : null,
    requestID: invokedBy === undefined ? exchange.requestId : randomUUID(),
    eventID: randomUUID(),
    readOnly: facts.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: category === 'Management',
    recipientAccountId: exchange.lake.accountId,
    eventCategory: category,
  };
  if (error !== undefined) {
    event.errorCode = error.code;
    event.errorMessage = error.message;
  }
  if (additionalEventData !== undefined) event.additionalEventData = additionalEventData;
  if (listed.length > 0) event.resources = listed;
  return { event, text: textOf(event, identity.text) };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The record's JSON, its members in the order of CloudTrail's own. Put together here: a dozen records come of a query, who
 * called is written already, and an object whose members are now there and now not is slow to make and to write. Names,
 * numbers and ids that the lake makes itself hold nothing to escape.
 */
function textOf(event: TrailEvent, identity: string): string {
  const { errorCode, errorMessage, additionalEventData, resources } = event;
  const refusal = errorCode === undefined ? '' : `"errorCode":${json(errorCode)},"errorMessage":${json(errorMessage)},`;
  const additional = additionalEventData === undefined ? '' : `"additionalEventData":${json(additionalEventData)},`;
  const listed = resources === undefined ? '' : `"resources":${json(resources)},`;
  return (
    `{"eventVersion":"${VERSION}","userIdentity":${identity},"eventTime":"${event.eventTime}",` +
    `"eventSource":"${event.eventSource}","eventName":"${event.eventName}","awsRegion":"${event.awsRegion}",` +
    `"sourceIPAddress":${json(event.sourceIPAddress)},"userAgent":${json(event.userAgent)},` +
    `${refusal}"requestParameters":${json(event.requestParameters)},` +
    `"responseElements":${json(event.responseElements)},${additional}"requestID":"${event.requestID}",` +
    `"eventID":"${event.eventID}","readOnly":${event.readOnly},${listed}"eventType":"AwsApiCall",` +
    `"managementEvent":${event.managementEvent},"recipientAccountId":"${event.recipientAccountId}",` +
    `"eventCategory":"${event.eventCategory}"}`
  );
}

const json = JSON.stringify;

/** S3 puts the agent in brackets (published events). */
function userAgentOf({ eventSource, exchange: { userAgent, invokedBy } }: TrailEntry): string {
  if (invokedBy !== undefined) return invokedBy;
  return eventSource === 's3.amazonaws.com' ? `[${userAgent}]` : userAgent;
}
