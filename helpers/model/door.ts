import type { AuditConfirmation } from './audit.js';
import type { Finding } from './finding.js';
import type { IdentityRecord, Observation } from './observation.js';
import type { Clause } from './plan.js';

/**
 * What passes through the engine's door (HTTP on 127.0.0.1, `Authorization: Bearer <token>`).
 *   POST /v1/begin   BeginRequest  → BeginResponse     the reporter, once; without it the first answer opens the run
 *   GET  /v1/run                  → RunResponse    who asks whom: the preflight of the run as a whole
 *   GET  /v1/answer?testKey=…[&ifSelected=1]      → Answer            long poll: `pending` at most every 25 s, then ask again;
 *                                                with ifSelected a test that was not selected stays unasked
 *   POST /v1/ask     AskRequest    → Answer            a spec of the user's own
 *   POST /v1/outcome TestOutcome[] → {}                the reporter, as tests end
 *   POST /v1/end     {}            → EndResponse       the reporter's onEnd
 */
export interface BeginRequest {
  /** testKeys that were selected, or 'all'. */
  readonly tests: readonly string[] | 'all';
}

export interface BeginResponse {
  readonly runId: string;
  readonly runDir: string;
}

/** What is settled before the first query. */
export interface RunResponse {
  readonly runId: string;
  readonly target: 'aws' | 'emulated';
  readonly accountId: string;
  readonly region: string;
  readonly runnerArn: string;
}

export type Answer =
  | { readonly state: 'pending'; readonly note: string }
  | {
      readonly state: 'answered';
      readonly findings: readonly Finding[];
      readonly observations: readonly Observation[];
      readonly confirmations: readonly AuditConfirmation[];
      /** Of the profile that the test is about. */
      readonly identity?: IdentityRecord;
      /** Declared `ifPresent` and not in this catalogue: nothing was asked. */
      readonly notPresent: boolean;
      /**
       * True for an audit test of a profile that was not selected: the audit project runs after every selection, whole,
       * because Playwright does not filter a teardown project. Nothing was asked; the test says so and is no outcome.
       */
      readonly notSelected?: boolean;
      /** Why this test has nothing to show, when it has not: preflight of the profile failed, and so on. */
      readonly note?: string;
    };

/** A question of a user's own spec: it becomes probes, observations and findings like any other. */
export interface AskRequest {
  readonly profile: string;
  readonly database: string;
  readonly table: string;
  /** Empty: the table as a whole. */
  readonly columns: readonly string[];
  readonly clause?: Clause;
}

export interface EndResponse {
  /** Titles of tests that were selected and have no verdict. */
  readonly unjudged: readonly string[];
  readonly counts: { readonly satisfied: number; readonly notSatisfied: number; readonly indeterminate: number };
}
