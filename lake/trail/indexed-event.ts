import type { LookupAttributeKey } from '@aws-sdk/client-cloudtrail';

/** What the event history finds events by; the record itself lies in a file. */
export interface IndexedEvent {
  /** Grows by one with each event; never used again. */
  readonly sequence: number;
  readonly eventId: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly readOnly: boolean;
  readonly resources: readonly { readonly type: string; readonly name: string }[];
  /** Whole seconds, in milliseconds since the epoch. */
  readonly eventTimeMs: number;
  /** From when LookupEvents shows it, in milliseconds since the epoch. */
  readonly visibleAtMs: number;
  readonly offset: number;
  readonly lengthBytes: number;
}

/** One of the attributes that LookupEvents takes, by its own names. */
export interface EventAttribute {
  readonly key: LookupAttributeKey;
  readonly value: string;
}
