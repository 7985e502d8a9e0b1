import { sha256OfJson } from '../../core/digest.js';
import type { Probe, ProbeKind } from '../model/plan.js';
import type { ProbeTarget } from '../probe/probe-kind.js';
import { sqlOf } from '../probe/registry.js';

export interface ProbeRequest {
  readonly kind: ProbeKind;
  readonly profile: string;
  readonly purpose: Probe['purpose'];
  readonly target: ProbeTarget;
  readonly expectation: Probe['expectation'];
  readonly expectedNames?: readonly string[];
}

/** Kinds that ask for metadata; all others ask to SELECT. */
const DESCRIBES = new Set<ProbeKind>(['list-databases', 'list-tables', 'information-schema', 'describe']);

/** The probes of a plan in the order they were added. The same SQL by the same profile is asked once. */
export class ProbeSet {
  readonly #probes = new Map<string, Probe>();

  /** Gives the probe back that asks this, which may have been added before. */
  add(request: ProbeRequest): Probe {
    const sql = sqlOf(request.kind, request.target);
    const known = this.#probes.get(keyOf(request.profile, sql));
    if (known !== undefined) return known;
    const probe = probeOf(request, sql);
    this.#probes.set(keyOf(request.profile, sql), probe);
    return probe;
  }

  /** The same question by an entitled identity: its own probe where it asks the same anyway, else one more. */
  addControl(probe: Probe, profile: string): Probe {
    const known = this.#probes.get(keyOf(profile, probe.sql));
    if (known !== undefined) return known;
    const { kind, sql, accessRequest } = probe;
    const { resource, context } = accessRequest;
    const control = probeOf(
      { kind, profile, purpose: 'control', target: { ...resource, ...context }, expectation: 'permit' },
      sql,
    );
    this.#probes.set(keyOf(profile, sql), control);
    return control;
  }

  list(): Probe[] {
    return [...this.#probes.values()];
  }

  /** Notes the probe of an entitled identity, with the same SQL, that shows a probe's refusal to be one. */
  setControl(probe: Probe, control: Probe): void {
    this.#probes.set(keyOf(probe.profile, probe.sql), { ...probe, controlProbeId: control.probeId });
  }
}

function keyOf(profile: string, sql: string): string {
  return `${profile}\u0000${sql}`;
}

function probeOf({ kind, profile, purpose, target, expectation, expectedNames }: ProbeRequest, sql: string): Probe {
  const { database, table, columns, clause } = target;
  return {
    probeId: sha256OfJson([kind, profile, purpose, sql]).slice(0, 16),
    kind,
    profile,
    purpose,
    accessRequest: {
      subject: { type: 'profile', id: profile },
      action: { name: DESCRIBES.has(kind) ? 'DESCRIBE' : 'SELECT' },
      resource: {
        ...(database === undefined ? {} : { database }),
        ...(table === undefined ? {} : { table }),
        ...(columns === undefined ? {} : { columns }),
      },
      context: clause === undefined ? {} : { clause },
    },
    sql,
    expectation,
    ...(expectedNames === undefined ? {} : { expectedNames }),
  };
}
