import type { Finding } from '../model/finding.js';
import type { PlannedFinding } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { judgeColumn } from './column.js';
import { judgeDeclared } from './declared.js';
import { confirmationKey, indexOf, type JudgeIndex } from './input.js';
import { judgeKept } from './kept.js';
import { eventNameOf, judgeLogged } from './logged.js';
import { judgeRows } from './rows.js';
import type { Ruling } from './ruling.js';
import { judgeVisibility } from './visibility.js';

/**
 * The judge: pure and total. From the plan and what was seen, one finding per planned finding, in the plan's order.
 * `testKeys` leaves out what was not selected for this run; undefined judges all.
 * The rules are in docs/verdicts.md, and their truth table in judge.test.ts.
 */
export function judgeAll(input: JudgeInput, testKeys?: readonly string[]): Finding[] {
  const judge = createJudge(input);
  const selected = testKeys === undefined ? undefined : new Set(testKeys);
  const planned = input.plan.findings.filter(({ testKey }) => selected === undefined || selected.has(testKey));
  return planned.map(judge);
}

/** One finding. For many of the same record, `createJudge` looks the record up only once. */
export function judgeFinding(planned: PlannedFinding, input: JudgeInput): Finding {
  return createJudge(input)(planned);
}

export function createJudge(input: JudgeInput): (planned: PlannedFinding) => Finding {
  const index = indexOf(input);
  return (planned) => findingOf(planned, index, ruleOn(planned, index));
}

function ruleOn(planned: PlannedFinding, index: JudgeIndex): Ruling {
  switch (planned.controlType) {
    case 'column-select':
      return judgeColumn(planned, index);
    case 'table-visibility':
    case 'database-visibility':
      return judgeVisibility(planned, index);
    case 'row-set':
      return judgeRows(planned, index);
    case 'start-query-execution':
    case 'get-data-access':
      return planned.objective === 'kept' ? judgeKept(planned, index) : judgeLogged(planned, index);
    case 'declared':
      return judgeDeclared(planned, index);
  }
}

function findingOf(planned: PlannedFinding, index: JudgeIndex, ruling: Ruling): Finding {
  const observations = planned.probeIds.flatMap((probeId) => index.observations.get(probeId) ?? []);
  return {
    findingId: planned.findingId,
    objective: planned.objective,
    controlType: planned.controlType,
    profile: planned.profile,
    resource: planned.resource,
    expected: planned.expected,
    observed: ruling.observed,
    status: ruling.status,
    reason: ruling.reason,
    control: ruling.control,
    probeIds: planned.probeIds,
    queryExecutionIds: observations.flatMap(({ execution }) => execution.queryExecutionId ?? []),
    eventIds: eventIdsOf(planned, index),
    controls: planned.controls,
  };
}

/** The events that a finding about the log rests on. */
function eventIdsOf(planned: PlannedFinding, index: JudgeIndex): readonly string[] {
  if (planned.controlType !== 'start-query-execution' && planned.controlType !== 'get-data-access') return [];
  const eventName = eventNameOf(planned);
  return planned.probeIds.flatMap(
    (probeId) => index.confirmations.get(confirmationKey(probeId, eventName))?.eventIds ?? [],
  );
}
