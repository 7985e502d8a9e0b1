import type { Exchange, TrailFacts } from './action.js';

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
  readonly resources?: readonly { readonly accountId: string; readonly type: string; readonly ARN: string }[];
  readonly eventType: 'AwsApiCall';
  readonly managementEvent: boolean;
  readonly recipientAccountId: string;
  readonly eventCategory: 'Management' | 'Data';
}

/** What a service tells the trail of something it did; the dispatcher does it for each call by itself. */
export interface TrailEntry {
  readonly exchange: Exchange;
  readonly eventSource: string;
  readonly eventName: string;
  readonly facts: TrailFacts;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface Trail {
  /** Records the event; LookupEvents shows it after the delivery delay. */
  record(entry: TrailEntry): void;
}
