import type { TrailFacts } from './catalogue.js';

/** A CloudTrail event reduced to an allow-list: who, when, what, which query; never values, never key ids. */
export interface AuditEvent {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  /** Whole seconds, UTC. */
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly recipientAccountId: string;
  readonly userIdentity: {
    readonly type: string;
    readonly arn?: string;
    readonly accountId?: string;
    readonly sessionIssuerArn?: string;
    readonly sourceIdentity?: string;
    readonly invokedBy?: string;
  };
  readonly errorCode?: string;
  readonly readOnly?: boolean;
  readonly managementEvent?: boolean;
  /** From responseElements (StartQueryExecution) or the audit context (GetDataAccess). */
  readonly queryExecutionId?: string;
  readonly workGroup?: string;
  readonly tableArn?: string;
  readonly lakeFormationPrincipal?: string;
  readonly requesterService?: string;
  readonly lakeFormationRoleSessionName?: string;
  /** SHA-256 of the CloudTrailEvent text as it was received. */
  readonly digest: string;
}

/** One reading of LookupEvents; incomplete ones prove no absence. */
export interface AuditSweep {
  readonly startedAt: string;
  readonly endedAt: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly pages: number;
  readonly complete: boolean;
  readonly fault?: string;
}

export interface AuditFacts {
  readonly auditSettleMs: number;
  readonly sweeps: readonly AuditSweep[];
  /** `waiting` until every confirmation is final; `pending` after --no-wait; `closed` when the settling time is over. */
  readonly state: 'waiting' | 'pending' | 'closed';
  /** Instant at which absence was judged: the end of the last complete sweep. */
  readonly judgedAt?: string;
  /** The trails once more, when the log had been read: what stopped during the run kept nothing of it. */
  readonly trailsAfter?: TrailsReading;
}

export interface TrailsReading {
  readonly readAt: string;
  readonly trails: readonly TrailFacts[];
  /** Why they could not be read; `trails` is empty then. */
  readonly fault?: string;
}

export const CONFIRMATIONS = ['confirmed', 'contradicted', 'late', 'absent', 'unavailable', 'unexplained'] as const;
export type ConfirmationKind = (typeof CONFIRMATIONS)[number];

/** What the log says of one probe and one event name. */
export interface AuditConfirmation {
  readonly probeId: string;
  readonly eventName: 'StartQueryExecution' | 'GetDataAccess';
  readonly kind: ConfirmationKind | 'not-expected';
  readonly eventIds: readonly string[];
  /** One sentence for the report. */
  readonly why: string;
}
