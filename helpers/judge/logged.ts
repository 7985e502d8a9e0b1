import type { AuditConfirmation, ConfirmationKind } from '../model/audit.js';
import type { PlannedFinding } from '../model/plan.js';
import { confirmationKey, type JudgeIndex } from './input.js';
import { indeterminate, notSatisfied, type Ruling, satisfied, undecided } from './ruling.js';
import { seenBy } from './standing.js';

export type LoggedEventName = AuditConfirmation['eventName'];

/** Worst first: one contradiction or absence outweighs any number of confirmations, and a red outweighs an open one. */
const WORST_FIRST: readonly ConfirmationKind[] = [
  'contradicted',
  'absent',
  'unexplained',
  'unavailable',
  'late',
  'confirmed',
];

export function eventNameOf(planned: PlannedFinding): LoggedEventName {
  return planned.controlType === 'get-data-access' ? 'GetDataAccess' : 'StartQueryExecution';
}

/** The confirmations of all probes of a finding, or why there is none to judge by. */
export function confirmationsFor(
  planned: PlannedFinding,
  index: JudgeIndex,
): { readonly ruling: Ruling } | { readonly confirmations: readonly AuditConfirmation[] } {
  const identity = index.identities.get(planned.profile);
  if (identity === undefined || identity.status === 'failed') {
    return { ruling: indeterminate('identity-failed', 'nothing was asked as this profile') };
  }
  const eventName = eventNameOf(planned);
  const confirmations: AuditConfirmation[] = [];
  for (const { probe, observation } of seenBy(index, planned.probeIds)) {
    if (observation === undefined) return { ruling: indeterminate('not-asked', `${probe.kind}: not asked`) };
    const confirmation = index.confirmations.get(confirmationKey(probe.probeId, eventName));
    if (confirmation !== undefined) confirmations.push(confirmation);
    // A query that got an id is judged by its id even if its end was never seen; one without an id was not started.
    const started = observation.execution.queryExecutionId !== undefined;
    const fault = eventName === 'GetDataAccess' || !started ? undecided(observation, probe.kind) : undefined;
    if (fault !== undefined) return { ruling: fault };
  }
  if (confirmations.length === 0) return { ruling: indeterminate('not-asked', 'no query was started') };
  return { confirmations };
}

/** Whether every look of a profile at a table was logged: judged against what was observed, apart from access. */
export function judgeLogged(planned: PlannedFinding, index: JudgeIndex): Ruling {
  const found = confirmationsFor(planned, index);
  if ('ruling' in found) return found.ruling;
  const worst = worstOf(found.confirmations);
  if (worst === undefined) return judgeNothingExpected(planned, found.confirmations);
  const total = found.confirmations.filter(({ kind }) => kind !== 'not-expected').length;
  const observed = worst.kind === 'confirmed' ? `${total} of ${total} found` : worst.why;
  switch (worst.kind) {
    case 'confirmed':
      return wasRefused(planned, index) ? satisfied('as-denied', worst.why) : satisfied('confirmed', observed);
    case 'contradicted':
      return notSatisfied('contradicted', observed);
    case 'absent':
      return notSatisfied('absent', observed);
    case 'unexplained':
      return judgeUnexplained(planned, index, observed);
    case 'unavailable':
      return indeterminate('unavailable', observed);
    case 'late':
      return indeterminate(index.input.audit.state === 'pending' ? 'pending' : 'late', observed);
  }
}

function worstOf(
  confirmations: readonly AuditConfirmation[],
): (AuditConfirmation & { readonly kind: ConfirmationKind }) | undefined {
  for (const kind of WORST_FIRST) {
    const found = confirmations.find((confirmation) => confirmation.kind === kind);
    if (found !== undefined) return { ...found, kind };
  }
  return undefined;
}

/**
 * Whether the looks were to be refused and were. Then the log can show it or say nothing, and no source settles which it
 * does: the verdict is the same, and what the log shows stands beside it.
 */
function wasRefused(planned: PlannedFinding, index: JudgeIndex): boolean {
  if (planned.expected !== 'deny') return false;
  return seenBy(index, planned.probeIds).every(({ observation }) => observation?.decision === 'deny');
}

/** A refused table: no data access expected and none logged. For a look that was to be logged, nothing proves it. */
function judgeNothingExpected(planned: PlannedFinding, confirmations: readonly AuditConfirmation[]): Ruling {
  const why = confirmations[0]?.why ?? 'no event is expected';
  if (planned.expected === 'deny') return satisfied('as-denied', why);
  return indeterminate('unavailable', why);
}

/** Data access logged without error for a refused query: red only if data came back, which a refusal rules out. */
function judgeUnexplained(planned: PlannedFinding, index: JudgeIndex, observed: string): Ruling {
  const cameBack = seenBy(index, planned.probeIds).some(({ observation }) => observation?.decision === 'permit');
  return cameBack ? notSatisfied('contradicted', observed) : indeterminate('unexplained', observed);
}
