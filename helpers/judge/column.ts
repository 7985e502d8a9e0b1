import type { Observation } from '../model/observation.js';
import type { PlannedFinding, Probe, ProbeKind } from '../model/plan.js';
import type { Control } from '../model/status.js';
import type { JudgeIndex } from './input.js';
import { indeterminate, notSatisfied, type Ruling, refusalText, satisfied, undecided } from './ruling.js';
import { catalogueLists, controlOf, refusalFault, seenBy, sessionFault, weakest } from './standing.js';

interface Cell {
  readonly index: JudgeIndex;
  readonly planned: PlannedFinding;
  readonly column: string;
  readonly seen: ReturnType<typeof seenBy>;
}

/** One cell of the matrix: what SELECT *, the column by name and the metadata together show of one column. */
export function judgeColumn(planned: PlannedFinding, index: JudgeIndex): Ruling {
  const column = planned.resource.column ?? '';
  const cell: Cell = { index, planned, column, seen: seenBy(index, planned.probeIds) };
  return planned.expected === 'permit' ? judgePermitted(cell) : judgeDenied(cell);
}

function judgePermitted(cell: Cell): Ruling {
  const { index, planned, column } = cell;
  const fault = sessionFault(index, planned.profile);
  if (fault !== undefined) return fault;
  const set = observationOf(cell, 'column-set');
  const setFault = undecided(set, 'SELECT *');
  if (set === undefined || setFault !== undefined) return setFault ?? indeterminate('not-asked', 'SELECT *: not asked');
  if (set.decision === 'deny') return judgeRefusedWhole(cell, set);
  if (!(set.names ?? []).includes(column)) return notSatisfied('over-restricted', 'SELECT * leaves it out');
  const counted = judgeCount(cell);
  if (counted !== undefined) return counted;
  return judgeMetadata(cell, true) ?? satisfied('as-permitted', 'shown by SELECT *, and non-null values counted');
}

/** A granted table that Athena refused as a whole; the refusal must name it, else it is none that we recognise. */
function judgeRefusedWhole({ planned }: Cell, set: Observation): Ruling {
  const { database, table } = planned.resource;
  const { signature, object } = set.denial ?? {};
  const names = signature === 'denied-table' ? table : database;
  if (signature === 'denied-iam' || (object !== undefined && object === names)) {
    return notSatisfied('over-restricted', `SELECT *: ${refusalText(set)}`);
  }
  return indeterminate('unrecognised-refusal', `SELECT *: ${refusalText(set)}, of something else`);
}

/** Undefined when the column was read: at least one non-null value was counted. */
function judgeCount(cell: Cell): Ruling | undefined {
  const counts = cell.seen.filter(({ probe }) => probe.kind === 'column-count');
  const own = counts.find(({ probe }) => (probe.accessRequest.resource.columns ?? []).includes(cell.column));
  const fault = undecided(own?.observation, 'count');
  if (fault !== undefined) return fault;
  const observation = own?.observation;
  if (observation?.decision === 'deny') {
    const named = observation.denial?.signature === 'denied-column' ? observation.denial.object : undefined;
    if (named === undefined || named === cell.column) {
      return notSatisfied('over-restricted', `shown by SELECT *, but reading it was ${refusalText(observation)}`);
    }
    return indeterminate('unrecognised-answer', 'reading it was refused because of another column');
  }
  const count = observation?.counts?.[cell.column];
  if (count === undefined) return indeterminate('unrecognised-answer', 'the count says nothing of this column');
  return count > 0 ? undefined : indeterminate('empty-answer', 'shown by SELECT *, but no non-null value was counted');
}

function judgeDenied(cell: Cell): Ruling {
  const { index, planned, column } = cell;
  const leak = leakOf(cell);
  // A leak is a leak whatever else failed: what was seen was seen.
  if (leak !== undefined) return leak;
  const fault = refusalFault(index, planned.profile);
  if (fault !== undefined) return fault;
  const { database, table } = planned.resource;
  if (!catalogueLists(index, database, table, column)) {
    return indeterminate('catalogue-unavailable', 'the catalogue does not list it, so a refusal proves nothing');
  }
  const setFault = undecided(observationOf(cell, 'column-set'), 'SELECT *');
  if (setFault !== undefined) return setFault;
  const byName = cell.seen.filter(({ probe }) => probe.kind === 'column-by-name');
  if (byName.length === 0) return indeterminate('not-asked', 'never asked for by name');
  const controls: Control[] = [];
  for (const { probe, observation } of byName) {
    const refusal = judgeRefusal(cell, probe, observation);
    if ('ruling' in refusal) return refusal.ruling;
    controls.push(refusal.control);
  }
  const metadata = judgeMetadata(cell, false);
  if (metadata !== undefined) return metadata;
  const clauses = byName.map(({ probe }) => probe.accessRequest.context.clause ?? 'SELECT').join(', ');
  return satisfied('as-denied', `left out by SELECT *, refused by name in ${clauses}`, weakest(controls));
}

function leakOf(cell: Cell): Ruling | undefined {
  for (const { probe, observation } of cell.seen) {
    if (observation?.decision !== 'permit') continue;
    if (probe.kind === 'column-set' && (observation.names ?? []).includes(cell.column)) {
      return notSatisfied('over-exposed', 'shown by SELECT *');
    }
    if (probe.kind === 'column-by-name') {
      const clause = probe.accessRequest.context.clause ?? 'SELECT';
      return notSatisfied('over-exposed', `accepted by name in ${clause}`);
    }
  }
  return undefined;
}

function judgeRefusal(
  cell: Cell,
  probe: Probe,
  observation: Observation | undefined,
): { readonly ruling: Ruling } | { readonly control: Control } {
  const clause = probe.accessRequest.context.clause ?? 'SELECT';
  const fault = undecided(observation, clause);
  if (fault !== undefined) return { ruling: fault };
  const denial = observation?.denial;
  if (denial?.signature !== 'denied-column' || denial.object !== cell.column) {
    const seen = observation === undefined ? 'refused' : refusalText(observation);
    return { ruling: indeterminate('unrecognised-refusal', `${clause}: ${seen}, but not of this column`) };
  }
  const outcome = controlOf(cell.index, probe);
  return 'fault' in outcome ? { ruling: outcome.fault } : { control: outcome.control };
}

/** information_schema and DESCRIBE must agree with what SELECT shows. Undefined when they do. */
function judgeMetadata(cell: Cell, expected: boolean): Ruling | undefined {
  for (const kind of ['information-schema', 'describe'] as const) {
    const asked = cell.seen.find(({ probe }) => probe.kind === kind);
    if (asked === undefined) continue;
    const fault = undecided(asked.observation, kind);
    if (fault !== undefined) return fault;
    const listed = asked.observation?.decision === 'permit' && (asked.observation.names ?? []).includes(cell.column);
    if (listed === expected) {
      const part = expected ? undefined : judgePart(cell, kind, asked.observation);
      if (part !== undefined) return part;
      continue;
    }
    const seen = listed ? `refused by SELECT, but ${kind} lists it` : `read by SELECT, but ${kind} does not list it`;
    return indeterminate('metadata-disagrees', seen);
  }
  return undefined;
}

/** A list that leaves out what SELECT * shows is only a part, and what else is missing from it proves nothing. */
function judgePart(cell: Cell, kind: ProbeKind, observation: Observation | undefined): Ruling | undefined {
  const set = observationOf(cell, 'column-set');
  if (observation?.decision !== 'permit' || set?.decision !== 'permit') return undefined;
  const missing = (set.names ?? []).find((name) => !(observation.names ?? []).includes(name));
  if (missing === undefined) return undefined;
  const seen = `${kind} leaves out ${missing}, which SELECT * shows: it may leave out more`;
  return indeterminate('metadata-disagrees', seen);
}

function observationOf(cell: Cell, kind: ProbeKind): Observation | undefined {
  return cell.seen.find(({ probe }) => probe.kind === kind)?.observation;
}
