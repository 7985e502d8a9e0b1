import { randomUUID } from 'node:crypto';
import type { TrailEntry, TrailEvent } from '../model/trail.js';
import { namesAccessKey, userIdentityOf } from './identity.js';

/**
 * The record of an entry in CloudTrail's shape. A call that a service makes for its caller has the service's name for
 * source and agent, and a request id of its own. Source: CloudTrail User Guide, "CloudTrail record contents".
 */
export function trailEvent(entry: TrailEntry, at: Date): TrailEvent {
  const { exchange, facts, error } = entry;
  const invokedBy = exchange.invokedBy;
  const refused = error !== undefined;
  const category = entry.category ?? 'Management';
  const resources = arnResources(entry);
  return {
    eventVersion: '1.11',
    userIdentity: userIdentityOf(exchange.caller, invokedBy, namesAccessKey(exchange)),
    eventTime: `${at.toISOString().slice(0, 19)}Z`,
    eventSource: entry.eventSource,
    eventName: entry.eventName,
    awsRegion: exchange.lake.region,
    sourceIPAddress: invokedBy ?? exchange.sourceIPAddress,
    userAgent: invokedBy ?? exchange.userAgent,
    ...(refused ? { errorCode: error.code, errorMessage: error.message } : {}),
    requestParameters: facts.requestParameters ?? null,
    responseElements: refused ? null : (facts.responseElements ?? null),
    ...(facts.additionalEventData === undefined ? {} : { additionalEventData: facts.additionalEventData }),
    requestID: invokedBy === undefined ? exchange.requestId : randomUUID(),
    eventID: randomUUID(),
    readOnly: facts.readOnly,
    ...(resources.length === 0 ? {} : { resources }),
    eventType: 'AwsApiCall',
    managementEvent: category === 'Management',
    recipientAccountId: exchange.lake.accountId,
    eventCategory: category,
  };
}

/** Records of STS list the role itself; those of other services leave `resources` out (samples of the user guides). */
function arnResources(entry: TrailEntry): NonNullable<TrailEvent['resources']> {
  if (entry.eventSource !== 'sts.amazonaws.com') return [];
  return (entry.facts.resources ?? [])
    .filter(({ type }) => type === 'AWS::IAM::Role')
    .map(({ type, name }) => ({ accountId: entry.exchange.lake.accountId, type, ARN: name }));
}
