import type { Decision } from './status.js';

/** The one classifier's words for what went wrong; helpers/aws/fault.ts decides. */
export const FAULT_CLASSES = [
  'throttled',
  'expired-credentials',
  'access-denied',
  'not-implemented',
  'network',
  'service-error',
  'invalid-request',
  'deadline',
  'unrecognised',
] as const;
export type FaultClass = (typeof FAULT_CLASSES)[number];

export interface Fault {
  readonly class: FaultClass;
  /** The error's own name or code, for example `ThrottlingException`. */
  readonly code: string;
  /** Scrubbed: quoted parts are masked, because an error may quote a data value. */
  readonly message: string;
  readonly operation: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
}

/** One call to AWS, whatever came of it. Times are UTC, ISO, milliseconds. */
export interface Attempt {
  /** `athena:StartQueryExecution`. */
  readonly operation: string;
  readonly attempt: number;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly requestId?: string;
  readonly fault?: Fault;
}

export interface Execution {
  readonly queryExecutionId?: string;
  readonly workGroup: string;
  readonly state?: 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** Athena's own times (SubmissionDateTime, CompletionDateTime). */
  readonly submittedAt?: string;
  readonly completedAt?: string;
  readonly athenaError?: { readonly category?: number; readonly type?: number; readonly retryable?: boolean };
  readonly requestIds: readonly string[];
  readonly attempts: readonly Attempt[];
}

/** Signatures of refusals that are recognised; anything else is a fault. Source: docs/verdicts.md. */
export const DENIAL_SIGNATURES = ['denied-column', 'denied-table', 'denied-database', 'denied-iam'] as const;
export type DenialSignature = (typeof DENIAL_SIGNATURES)[number];

export interface Denial {
  readonly signature: DenialSignature;
  /** AWS's own words; they name objects, never values. */
  readonly text: string;
  /** The object that the text names, lower-case: column, table or database. */
  readonly object?: string;
  /** FAILED state, or refused at once. */
  readonly phase: 'state' | 'sync';
}

/** What one probe showed. Written to observations.jsonl as it happens; the last line of a probeId counts. */
export interface Observation {
  readonly probeId: string;
  readonly profile: string;
  readonly sql: string;
  readonly decision: Decision;
  readonly denial?: Denial;
  readonly fault?: Fault;
  /** Names that the answer showed: columns, tables or databases, lower-case, in the answer's order. */
  readonly names?: readonly string[];
  /** Column name to non-null count within the first 100 rows. */
  readonly counts?: Readonly<Record<string, number>>;
  readonly rowCount?: number;
  readonly execution: Execution;
  readonly observedAt: string;
}

/** How a profile's identity was had and proven. */
export interface IdentityRecord {
  readonly profile: string;
  readonly status: 'proven' | 'failed' | 'not-reproducible';
  readonly roleArn?: string;
  /** From GetCallerIdentity. */
  readonly sessionArn?: string;
  readonly roleSessionName?: string;
  readonly sourceIdentity?: string;
  readonly expiresAt?: string;
  readonly workGroup?: string;
  readonly fault?: Fault;
}
