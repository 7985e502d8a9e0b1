import type { AuditEvent, AuditFacts } from './audit.js';
import type { Inventory } from './catalogue.js';
import type { Coverage, Finding } from './finding.js';
import type { IdentityRecord, Observation } from './observation.js';
import type { ProbePlan } from './plan.js';
import type { Target } from './settings.js';

/** What run.json holds. */
export interface RunInfo {
  readonly formatVersion: 1;
  readonly runId: string;
  readonly lakeproofVersion: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** When `lakeproof confirm` read the log for a run whose tests had ended. */
  readonly confirmedAt?: string;
  /** `aws` only when every endpoint that answered is TLS under AWS's own domains. */
  readonly target: 'aws' | 'emulated';
  /** Service to the endpoint that answered, without credentials or query. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly accountId: string;
  readonly region: string;
  readonly runnerArn: string;
  /** The runner role's unique id (`AROA…`): a role of the same name that was made again has another. */
  readonly runnerId?: string;
  readonly startedWith?: StartedWith;
  readonly policy: { readonly name: string; readonly file: string; readonly digest: string };
  readonly gitCommit?: string;
  readonly gitDirty?: boolean;
  readonly identities: readonly IdentityRecord[];
  readonly audit: AuditFacts;
  /** testKeys that were selected; undefined when all were. */
  readonly selectedTests?: readonly string[];
  /** Outcomes of Playwright's tests, by the reporter. */
  readonly tests: readonly TestOutcome[];
  readonly state: 'running' | 'asked' | 'finished' | 'interrupted';
}

/** What the run was begun with, so that it can be gone on with by its folder alone. Paths are absolute. */
export interface StartedWith {
  readonly target: Target;
  readonly settingsFile: string;
  /** Of the embedded lake; none: its default. */
  readonly templates: readonly string[];
  readonly specsDir?: string;
}

export interface TestOutcome {
  readonly title: string;
  readonly file: string;
  readonly project: string;
  /** From the test's annotation, when it is one of ours. */
  readonly testKey?: string;
  readonly outcome: 'passed' | 'failed' | 'did-not-run' | 'flaky' | 'interrupted';
  readonly durationMs: number;
}

/** A whole run as it is read back from its folder. */
export interface RunRecord {
  readonly run: RunInfo;
  readonly plan: ProbePlan;
  readonly inventory: Inventory;
  /** The last observation of each probe. */
  readonly observations: readonly Observation[];
  readonly auditEvents: readonly AuditEvent[];
  readonly findings: readonly Finding[];
  readonly coverage?: Coverage;
  /** What was tolerated in reading it, one sentence each: a last line that a crash cut short. */
  readonly notes: readonly string[];
}

/** The sentence that no option removes. */
export const EMULATED_NOTICE = 'emulated: says nothing about an AWS account';

/** All that a verdict may rest on, and nothing else: so that it can be recomputed offline from the record. */
export interface JudgeInput {
  readonly plan: ProbePlan;
  readonly inventory: Inventory;
  readonly identities: readonly IdentityRecord[];
  /** The last observation of each probe. */
  readonly observations: readonly Observation[];
  readonly auditEvents: readonly AuditEvent[];
  readonly audit: AuditFacts;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}
