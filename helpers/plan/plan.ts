import { closestName } from '../../core/closest-name.js';
import { UsageError } from '../../core/error.js';
import type { Inventory } from '../model/catalogue.js';
import type { ProbePlan } from '../model/plan.js';
import type { Policy } from '../model/policy.js';
import { addControls } from './controls.js';
import { FindingSet } from './finding-set.js';
import { grantIndex } from './grant-index.js';
import { planDeclared } from './plan-declared.js';
import { addBeacon, planProfile } from './plan-profile.js';
import { plannedTests } from './planned-tests.js';
import { ProbeSet } from './probe-set.js';
import { type Scope, scopeOf } from './scope.js';
import { refuseUnknownNames, type UnknownName } from './unknown-names.js';
import { viewsOf } from './view.js';

export interface PlanOptions {
  /** Only these profiles are subjects; others may still serve as controls. Undefined: all. */
  readonly profiles?: readonly string[];
}

/**
 * What a run asks, and every finding that it owes. Pure: the same policy and inventory give the same plan, in whatever
 * order the policy was written. Posture does not depend on `profiles`: a closed world is closed for all.
 *
 * Throws UsageError: `PLAN_UNKNOWN_NAME` for names that catalogue, Studio domain or policy do not have (unless
 * discovery could not read that part: then nothing can be called unknown, and judging says indeterminate), and
 * `PLAN_NOTHING_TO_ASK` when no table is left to ask about.
 */
export function planProbes(policy: Policy, inventory: Inventory, options: PlanOptions): ProbePlan {
  const scope = scopeOf(policy, inventory);
  refuseUnknownNames([...unknownProfiles(policy, inventory, options), ...scope.unknown]);
  const grants = grantIndex(policy);
  const subjects = new Set(options.profiles ?? policy.profiles.map(({ name }) => name));
  const views = viewsOf(policy, inventory, scope, grants, subjects);
  const parts = { probes: new ProbeSet(), findings: new FindingSet(inventory) };
  planDeclared(parts, policy, inventory, scope);
  for (const view of views) planProfile(parts, view);
  addControls(parts.probes, policy, grants);
  // Beacons last: they show that the log has caught up with all that was asked before.
  for (const view of views) addBeacon(parts, view);
  const probes = parts.probes.list();
  if (!probes.some(({ accessRequest }) => accessRequest.resource.table !== undefined))
    throw nothingToAsk(policy, scope);
  return {
    formatVersion: 1,
    policyName: policy.name,
    policyDigest: policy.digest,
    tests: plannedTests(policy).filter(({ profile }) => profile === undefined || subjects.has(profile)),
    probes,
    findings: parts.findings.list(),
    notPresent: scope.notPresent,
  };
}

function unknownProfiles(policy: Policy, inventory: Inventory, options: PlanOptions): UnknownName[] {
  const declared = new Set(policy.profiles.map(({ name }) => name));
  const asked = (options.profiles ?? []).filter((name) => !declared.has(name));
  const unknown: UnknownName[] = asked.map((name) => ({
    message: `the policy has no profile "${name}"${guess(name, declared)}`,
  }));
  if (inventory.gaps.some(({ what }) => what === 'profiles')) return unknown;
  const studio = new Set(inventory.profiles.map(({ name }) => name));
  for (const { name, place } of policy.profiles) {
    if (studio.has(name)) continue;
    unknown.push({ place, message: `the Studio domain has no profile "${name}"${guess(name, studio)}` });
  }
  return unknown;
}

function guess(name: string, candidates: Iterable<string>): string {
  const closest = closestName(name, candidates);
  return closest === undefined ? '' : `; did you mean "${closest}"?`;
}

function nothingToAsk(policy: Policy, scope: Scope): UsageError {
  const absent = scope.notPresent.length === 0 ? '' : ` (not present: ${scope.notPresent.join(', ')})`;
  return new UsageError({
    code: 'PLAN_NOTHING_TO_ASK',
    message: `policy ${policy.file} leaves no table to ask about in this lake${absent}`,
    likelyCause: 'every database or table of the policy is `ifPresent` and absent, or it names none',
    nextStep: 'check account, Region and the names of the databases',
  });
}
