import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { DataEventSubject, EventCategory, TrailEvent } from '../../model/trail.js';

/** Which events a trail takes: classic selectors, or advanced ones where there are any. */
export interface TrailSelectors {
  readonly eventSelectors: readonly EventSelector[];
  readonly advancedEventSelectors: readonly AdvancedEventSelector[];
}

/** What selectors look at. */
export interface SelectedEvent {
  readonly eventCategory: EventCategory;
  readonly eventSource: string;
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly errorCode?: string | undefined;
  readonly userIdentityArn: string | undefined;
  /** A record can name several, an object and its bucket. */
  readonly resources: readonly { readonly type: string; readonly arn: string }[];
}

/** A record, as selectors look at it. */
export function selectedEvent(event: TrailEvent): SelectedEvent {
  const { arn } = event.userIdentity;
  return {
    eventCategory: event.eventCategory,
    eventSource: event.eventSource,
    eventName: event.eventName,
    readOnly: event.readOnly,
    errorCode: event.errorCode,
    userIdentityArn: typeof arn === 'string' ? arn : undefined,
    resources: (event.resources ?? []).map((one) => ({ type: one.type, arn: 'ARN' in one ? one.ARN : one.ARNPrefix })),
  };
}

/** A data event that may be made, as selectors look at it. */
export function selectedSubject(subject: DataEventSubject): SelectedEvent {
  const { eventSource, eventName, readOnly, errorCode, userIdentityArn, resourceType, resourceArn } = subject;
  const resources = [{ type: resourceType, arn: resourceArn }];
  // Spelled out: asked of every object that is read, and taking two off with a rest takes several times as long.
  return { eventCategory: 'Data', eventSource, eventName, readOnly, errorCode, userIdentityArn, resources };
}

/**
 * True when any selector matches. Sources: CloudTrail API Reference, "EventSelector", "DataResource",
 * "AdvancedFieldSelector"; CloudTrail User Guide, "Filtering data events by using advanced event selectors".
 */
export function selects(selectors: TrailSelectors, event: SelectedEvent): boolean {
  if (selectors.advancedEventSelectors.length > 0) {
    return selectors.advancedEventSelectors.some((selector) => advancedMatches(selector, event));
  }
  return selectors.eventSelectors.some((selector) => classicMatches(selector, event));
}

function classicMatches(selector: EventSelector, event: SelectedEvent): boolean {
  const { ReadWriteType = 'All' } = selector;
  if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== event.readOnly) return false;
  if (event.eventCategory === 'Management') {
    const excluded = selector.ExcludeManagementEventSources ?? [];
    return selector.IncludeManagementEvents !== false && !excluded.includes(event.eventSource);
  }
  return (selector.DataResources ?? []).some(({ Type, Values }) =>
    resourcesOf(event, Type).some((arn) => (Values ?? []).some((prefix) => arn.startsWith(prefix))),
  );
}

function advancedMatches({ FieldSelectors = [] }: AdvancedEventSelector, event: SelectedEvent): boolean {
  const type = FieldSelectors.find(({ Field }) => Field === 'resources.type')?.Equals?.[0];
  // Type and ARN are asked of the same resource.
  const arns = resourcesOf(event, type);
  return FieldSelectors.every((selector) =>
    selector.Field === 'resources.ARN'
      ? arns.some((arn) => fieldMatches(selector, arn))
      : fieldMatches(selector, fieldOf(event, selector.Field ?? '', arns.length === 0 ? undefined : type)),
  );
}

/** The field's value as selectors write it; undefined for what the event lacks. */
function fieldOf(event: SelectedEvent, field: string, type: string | undefined): string | undefined {
  switch (field) {
    case 'eventCategory':
      return event.eventCategory;
    case 'eventType':
      return 'AwsApiCall';
    case 'eventSource':
      return event.eventSource;
    case 'eventName':
      return event.eventName;
    case 'readOnly':
      return String(event.readOnly);
    case 'resources.type':
      return type;
    case 'errorCode':
      return event.errorCode;
    case 'userIdentity.arn':
      return event.userIdentityArn;
    default:
      return undefined;
  }
}

/**
 * Of the operators that select, one must hold; of those that deselect, each (CloudTrail User Guide, "How CloudTrail
 * evaluates multiple conditions for a field").
 */
function fieldMatches(selector: AdvancedFieldSelector, value: string | undefined): boolean {
  const held = value ?? '';
  const tests = (values: readonly string[] | undefined, test: (operand: string) => boolean): boolean[] =>
    (values ?? []).map(test);
  const selecting = [
    ...tests(selector.Equals, (operand) => held === operand),
    ...tests(selector.StartsWith, (operand) => held.startsWith(operand)),
    ...tests(selector.EndsWith, (operand) => held.endsWith(operand)),
  ];
  const deselecting = [
    ...tests(selector.NotEquals, (operand) => held === operand),
    ...tests(selector.NotStartsWith, (operand) => held.startsWith(operand)),
    ...tests(selector.NotEndsWith, (operand) => held.endsWith(operand)),
  ];
  if (deselecting.includes(true)) return false;
  return selecting.length === 0 || (value !== undefined && selecting.includes(true));
}

function resourcesOf(event: SelectedEvent, type: string | undefined): readonly string[] {
  return event.resources.filter((resource) => type === undefined || resource.type === type).map(({ arn }) => arn);
}
