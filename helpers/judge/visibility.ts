import type { Observation } from '../model/observation.js';
import type { PlannedFinding, Probe } from '../model/plan.js';
import type { Control } from '../model/status.js';
import type { JudgeIndex } from './input.js';
import { indeterminate, notSatisfied, type Ruling, refusalText, satisfied, undecided } from './ruling.js';
import { catalogueLists, controlOf, partOf, refusalFault, seenBy, sessionFault, weakest } from './standing.js';

/** Whether a table, or a database, is readable and listed for a profile, or refused and unlisted. */
export function judgeVisibility(planned: PlannedFinding, index: JudgeIndex): Ruling {
  return planned.expected === 'permit' ? judgeVisible(planned, index) : judgeHidden(planned, index);
}

function judgeVisible(planned: PlannedFinding, index: JudgeIndex): Ruling {
  const fault = sessionFault(index, planned.profile);
  if (fault !== undefined) return fault;
  const seen = seenBy(index, planned.probeIds);
  if (seen.length === 0) return indeterminate('not-asked', 'no probe was planned');
  for (const { probe, observation } of seen) {
    const ruling = undecided(observation, probe.kind) ?? judgeRefused(probe, observation);
    if (ruling !== undefined) return ruling;
  }
  const missing = seen.find(({ probe, observation }) => leavesOut(planned, probe, observation));
  if (missing === undefined) return satisfied('as-permitted', 'listed, and read');
  const { kind } = missing.probe;
  // A list that leaves out what the same session reads is no refusal: it may be only a part of what it should be.
  const reader = seen.find(({ probe, observation }) => showsInside(planned, probe, observation));
  if (reader !== undefined) {
    return indeterminate('metadata-disagrees', `${reader.probe.kind} reads it, but ${kind} does not list it`);
  }
  const part = partOf(index, missing.probe, missing.observation);
  return part ?? notSatisfied('over-restricted', `${kind} does not list it`);
}

function judgeRefused(probe: Probe, observation?: Observation): Ruling | undefined {
  if (observation?.decision !== 'deny') return undefined;
  return notSatisfied('over-restricted', `${probe.kind}: ${refusalText(observation)}`);
}

function leavesOut(planned: PlannedFinding, probe: Probe, observation?: Observation): boolean {
  const name = listedNameOf(planned, probe);
  return name !== undefined && !(observation?.names ?? []).includes(name);
}

/** True when the answer is of what lies inside the object: columns of the table, tables of the database. */
function showsInside({ resource }: PlannedFinding, probe: Probe, observation?: Observation): boolean {
  const inside = resource.table === undefined ? probe.kind === 'list-tables' : probe.kind === 'column-set';
  return inside && (observation?.names ?? []).length > 0;
}

function judgeHidden(planned: PlannedFinding, index: JudgeIndex): Ruling {
  const seen = seenBy(index, planned.probeIds);
  for (const { probe, observation } of seen) {
    const leak = leakBy(planned, probe, observation);
    if (leak !== undefined) return leak;
  }
  const fault = refusalFault(index, planned.profile);
  if (fault !== undefined) return fault;
  const { database, table } = planned.resource;
  if (!catalogueLists(index, database, table)) {
    return indeterminate('catalogue-unavailable', 'the catalogue does not list it, so a refusal proves nothing');
  }
  const controls: Control[] = [];
  for (const { probe, observation } of seen) {
    const unread = partOf(index, probe, observation);
    if (unread !== undefined) return unread;
    const answer = judgeHiddenBy(planned, index, probe, observation);
    if (answer === undefined) continue;
    if ('ruling' in answer) return answer.ruling;
    controls.push(answer.control);
  }
  // Being left out of a list is no refusal: something must have been asked for by name.
  if (controls.length === 0) return indeterminate('not-asked', 'never asked for by name');
  return satisfied('as-denied', 'not listed, and refused by name', weakest(controls));
}

function leakBy(planned: PlannedFinding, probe: Probe, observation?: Observation): Ruling | undefined {
  if (observation?.decision !== 'permit') return undefined;
  if (isByName(probe)) return notSatisfied('over-exposed', 'read by name');
  const name = listedNameOf(planned, probe);
  if (name === undefined || !(observation.names ?? []).includes(name)) return undefined;
  return notSatisfied('over-exposed', `${probe.kind} lists it`);
}

function judgeHiddenBy(
  planned: PlannedFinding,
  index: JudgeIndex,
  probe: Probe,
  observation: Observation | undefined,
): { readonly ruling: Ruling } | { readonly control: Control } | undefined {
  const fault = undecided(observation, probe.kind);
  if (observation === undefined || fault !== undefined) {
    return { ruling: fault ?? indeterminate('not-asked', `${probe.kind}: not asked`) };
  }
  if (!isByName(probe)) {
    // A refused listing hides it as well, but only a listing that answered shows that it is not listed.
    return observation.decision === 'deny'
      ? { ruling: indeterminate('unrecognised-refusal', `${probe.kind}: ${refusalText(observation)}`) }
      : undefined;
  }
  if (!namesWhatWasAsked(planned, probe, observation)) {
    return { ruling: indeterminate('unrecognised-refusal', `${refusalText(observation)}, but not of this object`) };
  }
  const outcome = controlOf(index, probe);
  return 'fault' in outcome ? { ruling: outcome.fault } : { control: outcome.control };
}

/** Denial looks like absence: of the table, or of its whole database (Athena release notes, 17 November 2023). */
function namesWhatWasAsked(planned: PlannedFinding, probe: Probe, observation: Observation): boolean {
  const { signature, object } = observation.denial ?? {};
  if (signature === 'denied-database') return object === planned.resource.database;
  if (signature === 'denied-table') return object === probe.accessRequest.resource.table;
  return false;
}

function isByName(probe: Probe): boolean {
  return probe.kind === 'table-by-name' || probe.kind === 'database-by-name';
}

/** The name that a listing probe must show or leave out for this finding; undefined for probes that list neither. */
function listedNameOf(planned: PlannedFinding, probe: Probe): string | undefined {
  if (probe.kind === 'list-databases') return planned.resource.database;
  if (probe.kind === 'list-tables') return planned.resource.table;
  return undefined;
}
