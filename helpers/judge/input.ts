import { groupBy } from '../../core/group-by.js';
import { confirmationsOf } from '../audit/correlate.js';
import type { AuditConfirmation } from '../model/audit.js';
import type { CatalogueDatabase } from '../model/catalogue.js';
import type { IdentityRecord, Observation } from '../model/observation.js';
import type { PlannedFinding, Probe, ProbeKind } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { type Unlisted, unlistedIn } from './unlisted.js';

export type { JudgeInput } from '../model/run.js';

/** A JudgeInput looked up by key, so that judging a cell does not walk the whole record. */
export interface JudgeIndex {
  readonly input: JudgeInput;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly observations: ReadonlyMap<string, Observation>;
  readonly identities: ReadonlyMap<string, IdentityRecord>;
  readonly confirmations: ReadonlyMap<string, AuditConfirmation>;
  readonly databases: ReadonlyMap<string, CatalogueDatabase>;
  readonly sessionProbes: ReadonlyMap<string, Probe>;
  /** Profile to its probes that read a table it is granted (`column-count`), for "a permitted read where it has one". */
  readonly permittedReads: ReadonlyMap<string, readonly Probe[]>;
  /** Databases for which the plan holds findings about names that the policy does not know. */
  readonly undeclaredByDatabase: ReadonlyMap<string, readonly PlannedFinding[]>;
  /** What was seen and no listing explains. Looked for once, when first asked. */
  readonly unlisted: () => readonly Unlisted[];
}

export function confirmationKey(probeId: string, eventName: AuditConfirmation['eventName']): string {
  return `${eventName}:${probeId}`;
}

export function indexOf(input: JudgeInput): JudgeIndex {
  const subjectProbes = input.plan.probes.filter((probe) => probe.purpose === 'subject');
  let unlisted: readonly Unlisted[] | undefined;
  const undeclared = input.plan.findings.filter((f) => f.controlType === 'declared' && f.profile !== '*');
  return {
    input,
    probes: new Map(input.plan.probes.map((probe) => [probe.probeId, probe])),
    observations: new Map(input.observations.map((observation) => [observation.probeId, observation])),
    identities: new Map(input.identities.map((identity) => [identity.profile, identity])),
    confirmations: new Map(confirmationsOf(input).map((c) => [confirmationKey(c.probeId, c.eventName), c])),
    databases: new Map(input.inventory.databases.map((database) => [database.name, database])),
    sessionProbes: new Map(ofKind(subjectProbes, 'session').map((probe) => [probe.profile, probe])),
    permittedReads: groupBy(ofKind(subjectProbes, 'column-count'), (probe) => probe.profile),
    unlisted: () => (unlisted ??= unlistedIn(input)),
    undeclaredByDatabase: groupBy(undeclared, (finding) => finding.resource.database),
  };
}

function ofKind(probes: readonly Probe[], kind: ProbeKind): readonly Probe[] {
  return probes.filter((probe) => probe.kind === kind);
}
