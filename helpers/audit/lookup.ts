/** One reading of event history: key and window must be the same for every page (CloudTrail API reference). */
export interface LookupRequest {
  readonly key: 'Username' | 'EventName';
  readonly value: string;
  readonly startTime: Date;
  readonly endTime: Date;
  readonly token?: string;
}

export interface LookupPage {
  /** CloudTrailEvent texts, as received. */
  readonly events: readonly string[];
  readonly next?: string;
}

/** Reads one page of event history. Throws LakeproofError when it cannot. */
export type Lookup = (request: LookupRequest) => Promise<LookupPage>;
