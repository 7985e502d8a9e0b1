import type { PlannedFinding } from '../model/plan.js';
import type { JudgeIndex } from './input.js';
import { indeterminate, notSatisfied, type Ruling, satisfied } from './ruling.js';

/** What must have been read before a scope can be called fully declared. */
const NEEDED = ['catalogue', 'grants', 'settings', 'profiles'] as const;

/**
 * Closed world inside the scope: a profile, principal, table or column that the policy does not name is `undeclared`.
 * The finding of profile `*` speaks for the whole database.
 */
export function judgeDeclared(planned: PlannedFinding, index: JudgeIndex): Ruling {
  if (planned.profile !== '*') return notSatisfied('undeclared', 'found in scope, and not named by the policy');
  const others = index.undeclaredByDatabase.get(planned.resource.database) ?? [];
  if (others.length > 0) {
    return notSatisfied('undeclared', `${others.length} found in scope that the policy does not name`);
  }
  const unlisted = index
    .unlisted()
    .find(({ database }) => database === undefined || database === planned.resource.database);
  if (unlisted !== undefined) return indeterminate('metadata-disagrees', unlisted.what);
  const gap = index.input.inventory.gaps.find(({ what }) => NEEDED.some((needed) => needed === what));
  if (gap !== undefined) return indeterminate('catalogue-unavailable', `${gap.what} could not be read: ${gap.fault}`);
  return satisfied('as-permitted', 'everything found in scope is named by the policy');
}
