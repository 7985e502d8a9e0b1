import type { AwsAccess } from '../aws/access.js';
import type { Observation } from '../model/observation.js';
import type { RunRecord } from '../model/run.js';
import type { Target } from '../model/settings.js';
import type { RunState } from './run-state.js';

/** Who is asked now. */
export interface Now {
  readonly target: Target;
  readonly runnerId: string | undefined;
}

/**
 * Takes over what an earlier part of the same run saw. On AWS what was seen stays seen: refusals and permissions are
 * kept, faults and what is missing are asked again. An embedded lake died with its run and its log with it, so there
 * everything is asked anew; and likewise where the roles have been made again since.
 */
export function restore(earlier: RunRecord, state: RunState, access: AwsAccess, now: Now): void {
  access.endpoints.restore(earlier.run.endpoints);
  const isSame = now.target === 'aws' && !isMadeAgain(earlier.run.runnerId, now.runnerId);
  state.restoreAudit(earlier.auditEvents, isSame ? earlier.run.audit.sweeps : []);
  if (!isSame) return;
  for (const identity of earlier.run.identities) state.setIdentity(identity);
  for (const observation of earlier.observations) {
    if (observation.decision === 'indeterminate') continue;
    state.setObservation(observation);
    state.setDone(observation.probeId);
  }
}

/**
 * A role's unique id is never used again, so another one under the same name is another role, of a stack that was
 * deployed anew or of a lake that was started anew (IAM User Guide, "Unique identifiers").
 */
function isMadeAgain(before: string | undefined, now: string | undefined): boolean {
  return before !== undefined && now !== undefined && before !== now;
}

/** Query ids of the earlier part: the same probe, asked again, must become another query. */
export function earlierQueries(earlier: RunRecord | undefined): ReadonlyMap<string, string> {
  const pairs = (earlier?.observations ?? []).flatMap(({ probeId, execution }) =>
    execution.queryExecutionId === undefined ? [] : [[probeId, execution.queryExecutionId] as const],
  );
  return new Map(pairs);
}

/**
 * For each probe that the earlier part saw and this part did not ask again: a line that takes the old one's place, for
 * the last line of a probe counts, and what was seen in a lake that is gone must not.
 */
export function staleObservations(earlier: RunRecord | undefined, state: RunState, now: Date): Observation[] {
  const stale = (earlier?.observations ?? []).filter(({ probeId }) => !state.observations.has(probeId));
  return stale.map(({ probeId, profile, sql, execution }) => ({
    probeId,
    profile,
    sql,
    decision: 'indeterminate',
    fault: {
      class: 'deadline',
      code: 'NOT_ASKED_AGAIN',
      message: 'the run was resumed, and ended before this was asked again',
      operation: 'athena:StartQueryExecution',
    },
    execution: { workGroup: execution.workGroup, requestIds: [], attempts: [] },
    observedAt: now.toISOString(),
  }));
}
