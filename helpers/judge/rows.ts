import type { PlannedFinding } from '../model/plan.js';
import type { JudgeIndex } from './input.js';
import { indeterminate, notSatisfied, type Ruling, refusalText, satisfied, undecided } from './ruling.js';
import { seenBy, sessionFault } from './standing.js';

/**
 * The exact row set. Without a row rule, count(*) as the profile equals count(*) as another entitled identity. Where
 * there is none to compare with, the finding says `control: catalogue`: rows were seen, and how many there should be
 * rests on the policy's having no row rule.
 */
export function judgeRows(planned: PlannedFinding, index: JudgeIndex): Ruling {
  const fault = sessionFault(index, planned.profile);
  if (fault !== undefined) return fault;
  const subject = seenBy(index, planned.probeIds).find(({ probe }) => probe.kind === 'row-count');
  if (subject === undefined) return indeterminate('not-asked', 'count(*): not asked');
  const { probe, observation } = subject;
  const subjectFault = undecided(observation, 'count(*)');
  if (observation === undefined || subjectFault !== undefined) {
    return subjectFault ?? indeterminate('not-asked', 'count(*): not asked');
  }
  if (observation.decision === 'deny') return notSatisfied('over-restricted', `count(*): ${refusalText(observation)}`);
  const rows = observation.rowCount;
  if (rows === undefined) return indeterminate('unrecognised-answer', 'count(*) answered no number');
  const control = probe.controlProbeId === undefined ? undefined : index.probes.get(probe.controlProbeId);
  const controlled = control === undefined ? undefined : index.observations.get(control.probeId);
  const controlIdentity = control === undefined ? undefined : index.identities.get(control.profile);
  if (control === undefined || controlIdentity?.status !== 'proven' || controlled?.decision === 'deny') {
    if (rows === 0) return indeterminate('empty-answer', 'no row, and no other identity to compare with');
    return satisfied('as-permitted', `${rows} rows; no other entitled identity to compare with`, 'catalogue');
  }
  const controlRows = controlled?.decision === 'permit' ? controlled.rowCount : undefined;
  return compare(rows, controlRows, control.profile);
}

function compare(rows: number, controlRows: number | undefined, controlProfile: string): Ruling {
  if (controlRows === undefined) return indeterminate('control-failed', `count(*) by ${controlProfile} has no answer`);
  const observed = `${rows} rows, ${controlRows} as ${controlProfile}`;
  if (rows > controlRows) return notSatisfied('over-exposed', observed, 'session');
  if (rows < controlRows) return notSatisfied('over-restricted', observed, 'session');
  // Two identities that both see nothing agree on nothing.
  if (rows === 0) return indeterminate('empty-answer', observed);
  return satisfied('as-permitted', observed, 'session');
}
