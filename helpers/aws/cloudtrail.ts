import {
  type AdvancedEventSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { LookupPage, LookupRequest } from '../audit/lookup.js';
import type { TrailFacts, TrailSelector } from '../model/catalogue.js';
import type { AwsAccess, Clients } from './access.js';
import { given } from './pages.js';

/** One page of LookupEvents. Throws CallFailure. */
export async function lookupEvents(access: AwsAccess, clients: Clients, request: LookupRequest): Promise<LookupPage> {
  const command = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: request.key, AttributeValue: request.value }],
    StartTime: request.startTime,
    EndTime: request.endTime,
    MaxResults: 50,
    NextToken: request.token,
  });
  const { output } = await access.call('cloudtrail:LookupEvents', (options) =>
    clients.cloudtrail.send(command, options),
  );
  const events = (output.Events ?? []).flatMap(({ CloudTrailEvent }) => CloudTrailEvent ?? []);
  return { events, ...given('next', output.NextToken === '' ? undefined : output.NextToken) };
}

/** Every trail that covers this Region, with status and selectors. Throws CallFailure. */
export async function listTrails(access: AwsAccess, clients: Clients): Promise<TrailFacts[]> {
  const { output } = await access.call('cloudtrail:DescribeTrails', (options) =>
    clients.cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true }), options),
  );
  const trails: TrailFacts[] = [];
  for (const trail of output.trailList ?? []) trails.push(await trailFacts(access, clients, trail));
  return trails.sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

async function trailFacts(access: AwsAccess, clients: Clients, trail: Trail): Promise<TrailFacts> {
  const arn = trail.TrailARN ?? trail.Name ?? '';
  const status = await access.call('cloudtrail:GetTrailStatus', (options) =>
    clients.cloudtrail.send(new GetTrailStatusCommand({ Name: arn }), options),
  );
  const selectors = await access.call('cloudtrail:GetEventSelectors', (options) =>
    clients.cloudtrail.send(new GetEventSelectorsCommand({ TrailName: arn }), options),
  );
  const error = status.output.LatestDeliveryError;
  return {
    name: trail.Name ?? arn,
    arn,
    isLogging: status.output.IsLogging === true,
    ...given('loggingSince', status.output.StartLoggingTime?.toISOString()),
    isMultiRegion: trail.IsMultiRegionTrail === true,
    homeRegion: trail.HomeRegion ?? '',
    logFileValidationEnabled: trail.LogFileValidationEnabled === true,
    ...(error === undefined || error === '' ? {} : { latestDeliveryError: error }),
    selectors: [
      ...(selectors.output.EventSelectors ?? []).map(basicSelector),
      ...(selectors.output.AdvancedEventSelectors ?? []).map(advancedSelector),
    ],
  };
}

/** Left out, IncludeManagementEvents is true and ReadWriteType is All (CloudTrail API reference, EventSelector). */
function basicSelector(selector: EventSelector): TrailSelector {
  return {
    kind: 'basic',
    includeManagementEvents: selector.IncludeManagementEvents ?? true,
    readWriteType: selector.ReadWriteType ?? 'All',
    excludedEventSources: selector.ExcludeManagementEventSources ?? [],
    unevaluated: false,
  };
}

/** Reduced to category, readOnly and excluded sources; any other condition on management events is not evaluated. */
function advancedSelector(selector: AdvancedEventSelector): TrailSelector {
  const fields = selector.FieldSelectors ?? [];
  const equals = (name: string): readonly string[] =>
    fields.find(({ Field }) => Field?.toLowerCase() === name.toLowerCase())?.Equals ?? [];
  const includeManagementEvents = equals('eventCategory').includes('Management');
  const readOnly = equals('readOnly');
  const excluded = fields.find(({ Field }) => Field === 'eventSource')?.NotEquals ?? [];
  return {
    kind: 'advanced',
    includeManagementEvents,
    readWriteType: readOnly.includes('true') ? 'ReadOnly' : readOnly.includes('false') ? 'WriteOnly' : 'All',
    excludedEventSources: excluded,
    unevaluated: includeManagementEvents && !fields.every(isEvaluated),
  };
}

type FieldSelector = NonNullable<AdvancedEventSelector['FieldSelectors']>[number];

function isEvaluated(field: FieldSelector): boolean {
  const conditions = Object.entries(field).filter(([name, value]) => name !== 'Field' && value !== undefined);
  const only = conditions.length === 1 ? conditions[0]?.[0] : undefined;
  if (field.Field === 'eventCategory' || field.Field === 'readOnly') return only === 'Equals';
  return field.Field === 'eventSource' && only === 'NotEquals';
}
