/** Three outcomes, never two. A fault is never a denial, an empty answer never a pass. */
export const STATUSES = ['satisfied', 'not-satisfied', 'indeterminate'] as const;
export type Status = (typeof STATUSES)[number];

/** What a finding is about: what a profile can see, that it was logged, that the log is kept, the setup, ways around. */
export const OBJECTIVES = ['access', 'audit', 'kept', 'posture', 'bypass'] as const;
export type Objective = (typeof OBJECTIVES)[number];

export const CONTROL_TYPES = [
  /** One cell of the matrix: a profile and a column. SELECT *, the column by name, and metadata count towards it. */
  'column-select',
  /** A table is readable and listed for whom it is granted; refused and unlisted for everyone else. */
  'table-visibility',
  /** The same for a database. */
  'database-visibility',
  /** The exact row set: without a row rule, count(*) as the profile equals count(*) as the control. */
  'row-set',
  /** Athena's StartQueryExecution of a probe, in event history (audit) or taken by a trail (kept). */
  'start-query-execution',
  /** Lake Formation's GetDataAccess of a probe, likewise. */
  'get-data-access',
  /** Something inside the scope that the policy does not name: a profile, a principal, a table, a column. */
  'declared',
] as const;
export type ControlType = (typeof CONTROL_TYPES)[number];

/** Why a finding has its status: a closed list, so that reports, gates and diffs can rely on it. */
export const REASONS = [
  // satisfied
  'as-permitted',
  'as-denied',
  'confirmed',
  'kept',
  // not-satisfied
  'over-exposed',
  'over-restricted',
  'undeclared',
  'absent',
  'contradicted',
  'not-kept',
  // indeterminate
  'identity-failed',
  'identity-not-reproducible',
  'session-unproven',
  'control-failed',
  'unrecognised-refusal',
  'unrecognised-answer',
  'empty-answer',
  'throttled',
  'expired',
  'not-implemented',
  'fault',
  'metadata-disagrees',
  'catalogue-unavailable',
  'late',
  'pending',
  'unavailable',
  'unexplained',
  'not-asked',
  'interrupted',
] as const;
export type Reason = (typeof REASONS)[number];

/** XACML's and AuthZEN's decisions, as observed. */
export const DECISIONS = ['permit', 'deny', 'indeterminate'] as const;
export type Decision = (typeof DECISIONS)[number];

/** How a refusal was shown to be one: an entitled identity ran the same SQL, or only the catalogue lists the object. */
export const CONTROLS = ['session', 'catalogue', 'none'] as const;
export type Control = (typeof CONTROLS)[number];
