import type { Coverage, Finding } from '../model/finding.js';
import type { ProbePlan } from '../model/plan.js';
import type { TestOutcome } from '../model/run.js';
import type { OBJECTIVES, Objective, STATUSES, Status } from '../model/status.js';

/**
 * Everything planned and what became of it. `selectedTests` are the testKeys of this run; undefined means all.
 * Planned but unjudged fails the run: it is listed by findingId, never counted as green.
 */
export function coverageOf(
  plan: ProbePlan,
  findings: readonly Finding[],
  outcomes: readonly TestOutcome[],
  selectedTests?: readonly string[],
): Coverage {
  const selected = selectedTests === undefined ? undefined : new Set(selectedTests);
  const owed = plan.findings.filter(({ testKey }) => selected === undefined || selected.has(testKey));
  const judged = new Set(findings.map(({ findingId }) => findingId));
  return {
    formatVersion: 1,
    planned: owed.length,
    judged: owed.filter(({ findingId }) => judged.has(findingId)).length,
    byStatus: countByStatus(findings),
    byObjective: countByObjective(findings),
    refusalsByCatalogueOnly: findings.filter(
      ({ status, control, expected }) => status === 'satisfied' && control === 'catalogue' && expected === 'deny',
    ).length,
    unjudged: owed.map(({ findingId }) => findingId).filter((findingId) => !judged.has(findingId)),
    notPresent: plan.notPresent,
    tests: countTests(outcomes),
  };
}

function countByStatus(findings: readonly Finding[]): Record<Status, number> {
  const counts: Record<Status, number> = { satisfied: 0, 'not-satisfied': 0, indeterminate: 0 };
  for (const { status } of findings) counts[status] += 1;
  return counts;
}

function countByObjective(findings: readonly Finding[]): Record<Objective, Record<Status, number>> {
  const of = (objective: Objective): Record<Status, number> =>
    countByStatus(findings.filter((finding) => finding.objective === objective));
  const counts = {
    access: of('access'),
    audit: of('audit'),
    kept: of('kept'),
    posture: of('posture'),
    bypass: of('bypass'),
  };
  // Both lists are closed; this line fails to compile when one of them grows.
  return counts satisfies Record<(typeof OBJECTIVES)[number], Record<(typeof STATUSES)[number], number>>;
}

function countTests(outcomes: readonly TestOutcome[]): Coverage['tests'] {
  const count = (...kinds: readonly TestOutcome['outcome'][]): number =>
    outcomes.filter(({ outcome }) => kinds.includes(outcome)).length;
  return {
    selected: outcomes.length,
    ran: count('passed', 'failed', 'flaky'),
    failed: count('failed'),
    didNotRun: count('did-not-run', 'interrupted'),
  };
}
