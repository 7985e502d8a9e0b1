import type { ResourceRef } from './resource.js';
import type { ControlType, Objective } from './status.js';

export const PROBE_KINDS = [
  /** `SELECT 1`: the session works at all. */
  'session',
  /** `SHOW DATABASES`. */
  'list-databases',
  /** `SHOW TABLES IN db`. */
  'list-tables',
  /** `SELECT * FROM t WHERE false`: its column set, and no row. */
  'column-set',
  /** `SELECT count("c1"), … FROM (SELECT * FROM t LIMIT 100)`: permitted columns can be read; makes Lake Formation vend. */
  'column-count',
  /** `SELECT count(*) FROM t`. */
  'row-count',
  /** A statement that names one column in one clause and returns no row. */
  'column-by-name',
  /** `SELECT * FROM t WHERE false` on a table that is expected refused. */
  'table-by-name',
  /** The same on a table of a database that is expected refused. */
  'database-by-name',
  /** Names from `information_schema.columns`. */
  'information-schema',
  /** `DESCRIBE t`. */
  'describe',
  /** A permitted read made at the end, whose events show that the log has caught up. */
  'beacon',
] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

export const CLAUSES = ['SELECT', 'WHERE', 'GROUP BY', 'ORDER BY'] as const;
export type Clause = (typeof CLAUSES)[number];

/** Who asks for what: AuthZEN's and XACML's request. */
export interface AccessRequest {
  readonly subject: { readonly type: 'profile'; readonly id: string };
  readonly action: { readonly name: 'SELECT' | 'DESCRIBE' };
  readonly resource: { readonly database?: string; readonly table?: string; readonly columns?: readonly string[] };
  readonly context: { readonly clause?: Clause };
}

export interface Probe {
  /** First 16 hex of SHA-256 over [kind, profile, purpose, sql]. */
  readonly probeId: string;
  readonly kind: ProbeKind;
  /** Profile, or the policy's control role as `controlRole:<name>`, whose session asks. */
  readonly profile: string;
  readonly purpose: 'subject' | 'control' | 'beacon';
  readonly accessRequest: AccessRequest;
  readonly sql: string;
  readonly expectation: 'permit' | 'deny';
  /** The exact names (columns, tables, databases in scope) that the answer must show; for probes that answer names. */
  readonly expectedNames?: readonly string[];
  /** The probe of an entitled identity with the same SQL, when the policy has one. */
  readonly controlProbeId?: string;
}

/** One finding that this run owes, with everything judged for it named beforehand. */
export interface PlannedFinding {
  readonly findingId: string;
  readonly objective: Objective;
  readonly controlType: ControlType;
  /** Profile; for `declared`, the name that the policy does not know. */
  readonly profile: string;
  readonly resource: ResourceRef;
  readonly expected: 'permit' | 'deny' | 'logged' | 'kept' | 'declared';
  readonly probeIds: readonly string[];
  readonly controls: readonly string[];
  /** The test that shows this finding. */
  readonly testKey: string;
}

/** A Playwright test, named from the policy alone. */
export interface PlannedTest {
  /** For example `access/columns/data-scientist-limited/amazon_reviews_db.amazon_reviews_parquet`. */
  readonly testKey: string;
  readonly title: string;
  readonly stage: 'preflight' | 'posture' | 'access' | 'audit';
  readonly control: 'session' | 'declared' | 'columns' | 'visibility' | 'rows' | 'databases' | 'logged' | 'kept';
  /** Undefined for tests of no profile (posture). */
  readonly profile?: string;
  /** `database.table` or `database`, as the policy writes it. */
  readonly target?: string;
}

export interface ProbePlan {
  readonly formatVersion: 1;
  readonly policyName: string;
  readonly policyDigest: string;
  readonly tests: readonly PlannedTest[];
  readonly probes: readonly Probe[];
  readonly findings: readonly PlannedFinding[];
  /** Declared `ifPresent` and not in the catalogue: nothing to ask, said so. */
  readonly notPresent: readonly string[];
}
