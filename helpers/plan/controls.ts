import type { Probe, ProbeKind } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import type { GrantIndex } from './grant-index.js';
import type { ProbeSet } from './probe-set.js';

/** Kinds whose answer means something only beside that of an identity that is entitled to all the SQL touches. */
const CONTROLLED = new Set<ProbeKind>(['column-by-name', 'table-by-name', 'database-by-name', 'row-count']);

/** The name under which sessions, probes and observations of the control role go. */
export function controlRoleProfile(role: string): string {
  return `controlRole:${role}`;
}

/**
 * For each refusal that is expected, and each row count, the same SQL by the first profile by name that the policy
 * entitles to all it touches, else by the control role. Where that profile asks the same anyway, its own probe serves.
 */
export function addControls(probes: ProbeSet, policy: Policy, grants: GrantIndex): void {
  for (const probe of probes.list()) {
    if (probe.purpose !== 'subject' || !CONTROLLED.has(probe.kind)) continue;
    const profile = controlProfileFor(probe, policy, grants);
    if (profile === undefined) continue;
    probes.setControl(probe, probes.addControl(probe, profile));
  }
}

function controlProfileFor(probe: Probe, policy: Policy, grants: GrantIndex): string | undefined {
  const { database, table, columns } = probe.accessRequest.resource;
  if (database === undefined || table === undefined) return undefined;
  const entitled = grants.entitledTo({ database, table }, columns?.[0]);
  const first = entitled.find((profile) => profile !== probe.profile);
  if (first !== undefined) return first;
  return policy.controlRole === undefined ? undefined : controlRoleProfile(policy.controlRole);
}
