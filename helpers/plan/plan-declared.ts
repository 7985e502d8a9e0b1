import type { Inventory } from '../model/catalogue.js';
import type { Policy } from '../model/policy.js';
import type { PlanParts } from './plan-table.js';
import type { Scope } from './scope.js';
import { testKeys } from './test-keys.js';
import { undeclaredIn } from './undeclared.js';

/** One finding of profile `*` for each database, which a clean scope satisfies, and one for each name unknown to the policy. */
export function planDeclared({ findings }: PlanParts, policy: Policy, inventory: Inventory, scope: Scope): void {
  const common = {
    objective: 'posture',
    controlType: 'declared',
    expected: 'declared',
    probeIds: [],
    controls: [],
  } as const;
  for (const { name: database } of scope.databases) {
    findings.add({ ...common, profile: '*', resource: { database }, testKey: testKeys.declared(database) });
  }
  for (const { name, ...resource } of undeclaredIn(policy, inventory, scope)) {
    // `*` speaks for the whole database, so nothing found may go by that name.
    findings.add({
      ...common,
      profile: name === '*' ? '"*"' : name,
      resource,
      testKey: testKeys.declared(resource.database),
    });
  }
}
