import type { Exchange, TrailFacts } from './action.js';

/** Management events are in the event history; data events go to the trails whose selectors take them, and nowhere else. */
export type EventCategory = 'Management' | 'Data';

/** A resource as a record lists it. S3's objects have no account, and lists name the beginning of theirs. */
export type EventResource = { readonly accountId?: string; readonly type: string } & (
  | { readonly ARN: string }
  | { readonly ARNPrefix: string }
);

/** A CloudTrail record as it is delivered (eventVersion 1.11). Source: CloudTrail User Guide, "record contents". */
export interface TrailEvent {
  readonly eventVersion: '1.11';
  readonly userIdentity: Readonly<Record<string, unknown>>;
  /** Whole seconds, `2026-07-01T21:01:47Z`. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly responseElements: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>>;
  readonly requestID: string;
  readonly eventID: string;
  readonly readOnly: boolean;
  readonly resources?: readonly EventResource[];
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly eventCategory: EventCategory;
}

/** What a service tells the trail of something it did; the dispatcher does it for each call by itself. */
export interface TrailEntry {
  readonly exchange: Exchange;
  readonly eventSource: string;
  readonly eventName: string;
  readonly facts: TrailFacts;
  readonly error?: { readonly code: string; readonly message: string } | undefined;
  /** `Management` unless it says otherwise. */
  readonly category?: EventCategory;
}

/** What selectors choose a data event by (CloudTrail API Reference, "DataResource" and "AdvancedFieldSelector"). */
export interface DataEventSubject {
  /** For example `s3.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  /** For example `AWS::S3::Object`. */
  readonly resourceType: string;
  readonly resourceArn: string;
  readonly readOnly: boolean;
  readonly errorCode?: string | undefined;
  /** `userIdentity.arn` of the event. */
  readonly userIdentityArn: string;
}

export interface Trail {
  /** Records the event; LookupEvents shows it after the delivery delay, unless it is a data event. */
  record(entry: TrailEntry): void;
  /** True when a trail that is logging takes such a data event. Who would record one asks first: most lakes want none. */
  selectsData(subject: DataEventSubject): boolean;
}

/** Where events go beside the event history. */
export interface TrailSink {
  /** True when a trail that is logging takes such a data event. Asked for every object that is read: it must be quick. */
  selectsData(subject: DataEventSubject): boolean;
  /**
   * Hears each event of both categories, in the order they were made, once for each of its deliveries, which are two for a
   * duplicate; which trails take it is the sink's to say.
   * `text`: its JSON. `deliveredFrom`: when the event's delivery delay is over. Must not throw, nor wait for anything.
   */
  accept(event: TrailEvent, text: string, deliveredFrom: Date): void;
}
