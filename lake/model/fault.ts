/** Faults that the lake can be told to have; each has a file of its own in lake/faults/. */
export type FaultName =
  | 'event-lost'
  | 'event-late'
  | 'event-duplicated'
  | 'event-misattributed'
  | 'throttling'
  | 'server-error'
  | 'connection-cut'
  | 'expired-token'
  | 'clock-skew'
  | 'slow-query'
  | 'result-truncated'
  | 'page-missing'
  | 'column-filter-ignored'
  | 'row-filter-ignored'
  | 'extra-grant'
  | 'trail-stopped'
  | 'wrong-digest';

/** What a fault can be aimed at. */
export interface FaultSubject {
  readonly service?: string | undefined;
  readonly operation?: string | undefined;
  readonly eventName?: string | undefined;
  /** Name of the role or user. */
  readonly principalName?: string | undefined;
  readonly databaseName?: string | undefined;
  readonly tableName?: string | undefined;
  /** Of the query that it is about; a match is met by any text that holds its own. */
  readonly queryText?: string | undefined;
}

/** A fault as it is switched on: at what, how often (null: until cleared), and what some faults need beside. */
export interface FaultOrder {
  readonly fault: FaultName;
  readonly match: FaultSubject;
  readonly times: number | null;
  /** `event-late`: added to the usual delivery delay; `slow-query`: to the query's duration. */
  readonly delayMs?: number | undefined;
  /** `event-misattributed`: the user or role that the event is written to. */
  readonly toPrincipalArn?: string | undefined;
  /** `clock-skew`: how far the service's clock is ahead of everybody else's, behind where negative. */
  readonly skewMs?: number | undefined;
}

export interface FaultSwitchboard {
  /** True when the fault is on and its match covers the exchange; counts down a limited fault. */
  strikes(fault: FaultName, about: FaultSubject): boolean;
  /** The order by which it strikes; undefined when it does not. */
  strike(fault: FaultName, about: FaultSubject): FaultOrder | undefined;
}
