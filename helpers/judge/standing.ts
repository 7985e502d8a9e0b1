import type { Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { Control } from '../model/status.js';
import type { JudgeIndex } from './input.js';
import { indeterminate, type Ruling, undecided } from './ruling.js';

/** Why nothing can be judged of a profile: its identity failed, or its session was never seen to work. */
export function sessionFault(index: JudgeIndex, profile: string): Ruling | undefined {
  const identity = index.identities.get(profile);
  if (identity === undefined) return indeterminate('identity-failed', 'no identity was had for this profile');
  if (identity.status === 'failed') {
    return indeterminate('identity-failed', `no session: ${identity.fault?.code ?? 'the role could not be assumed'}`);
  }
  const probe = index.sessionProbes.get(profile);
  const observation = probe === undefined ? undefined : index.observations.get(probe.probeId);
  if (observation?.decision === 'permit') return undefined;
  const fault = undecided(observation, 'SELECT 1');
  if (fault !== undefined) return fault;
  return indeterminate('session-unproven', 'SELECT 1 was refused, so no refusal of this session proves anything');
}

/**
 * A refusal counts only from a session that can read what it may read, and from a role that is all its person can be.
 * Undefined when the profile's refusals may be judged.
 */
export function refusalFault(index: JudgeIndex, profile: string): Ruling | undefined {
  const fault = sessionFault(index, profile);
  if (fault !== undefined) return fault;
  if (index.identities.get(profile)?.status === 'not-reproducible') {
    return indeterminate('identity-not-reproducible', 'this role is not all that its person can be');
  }
  const reads = index.permittedReads.get(profile) ?? [];
  if (reads.length === 0) return undefined;
  const works = reads.some((probe) => index.observations.get(probe.probeId)?.decision === 'permit');
  return works ? undefined : indeterminate('session-unproven', 'not one permitted read of this session succeeded');
}

/**
 * A list that leaves out what the same session reads is only a part of what it should be, and what else is missing from
 * it proves nothing. Undefined for a list that has all that was read, and for what is no list.
 */
export function partOf(index: JudgeIndex, probe: Probe, observation?: Observation): Ruling | undefined {
  if (observation?.decision !== 'permit') return undefined;
  const reads = index.permittedReads.get(probe.profile) ?? [];
  const read = reads.filter(({ probeId }) => index.observations.get(probeId)?.decision === 'permit');
  const names = read.flatMap(({ accessRequest: { resource } }) => {
    if (probe.kind === 'list-databases') return resource.database ?? [];
    const inside = probe.kind === 'list-tables' && resource.database === probe.accessRequest.resource.database;
    return inside ? (resource.table ?? []) : [];
  });
  const missing = names.find((name) => !(observation.names ?? []).includes(name));
  if (missing === undefined) return undefined;
  return indeterminate(
    'metadata-disagrees',
    `${probe.kind} leaves out ${missing}, which was read: it may leave out more`,
  );
}

export type ControlOutcome = { readonly control: Control } | { readonly fault: Ruling };

/**
 * How a refusal is shown to be one. `session`: an entitled identity ran the same SQL. `catalogue`: no such identity
 * could be had, or it was refused as well, and only the catalogue shows that the object exists. A control that
 * faulted proves nothing either way.
 */
export function controlOf(index: JudgeIndex, probe: Probe): ControlOutcome {
  if (probe.controlProbeId === undefined) return { control: 'catalogue' };
  const control = index.probes.get(probe.controlProbeId);
  if (control === undefined) return { control: 'catalogue' };
  const identity = index.identities.get(control.profile);
  if (identity === undefined || identity.status === 'failed') return { control: 'catalogue' };
  const observation = index.observations.get(control.probeId);
  if (observation?.decision === 'permit') return { control: 'session' };
  if (observation?.decision === 'deny') return { control: 'catalogue' };
  const code = observation?.fault?.code ?? 'not asked';
  return { fault: indeterminate('control-failed', `the same SQL by ${control.profile}: ${code}`) };
}

/** True when the catalogue, as a read-only administrator sees it, lists the object. */
export function catalogueLists(index: JudgeIndex, database: string, table?: string, column?: string): boolean {
  const found = index.databases.get(database);
  if (found === undefined || table === undefined) return found !== undefined;
  const foundTable = found.tables.find((candidate) => candidate.name === table);
  if (foundTable === undefined || column === undefined) return foundTable !== undefined;
  return foundTable.columns.some((candidate) => candidate.name === column);
}

/** The probes of a planned finding with what they showed, in the plan's order. */
export function seenBy(
  index: JudgeIndex,
  probeIds: readonly string[],
): { readonly probe: Probe; readonly observation: Observation | undefined }[] {
  return probeIds.flatMap((probeId) => {
    const probe = index.probes.get(probeId);
    return probe === undefined ? [] : [{ probe, observation: index.observations.get(probeId) }];
  });
}

export function weakest(controls: readonly Control[]): Control {
  if (controls.includes('none') || controls.length === 0) return 'none';
  return controls.includes('catalogue') ? 'catalogue' : 'session';
}
