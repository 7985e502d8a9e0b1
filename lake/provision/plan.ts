import { same } from './changes.js';
import { holdsUnknown } from './intrinsics.js';
import { outputsOf } from './outputs.js';
import { changedPaths, replacementOf } from './replacement.js';
import type { Stack } from './stack.js';
import { type StackScopes, scopesOf } from './stack-scopes.js';
import type { StackStore } from './stack-store.js';
import type { Target } from './target.js';
import { propertiesOf, type Wanted, wantedInOrder } from './wanted.js';

/** What would become of one resource of a stack. */
export interface PlannedChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string | undefined;
  /** Of a modified one: whether it is made anew. */
  readonly replacement: 'True' | 'False' | 'Conditional' | undefined;
  /** Names of the properties that change, with whether the change depends on what another resource will say. */
  readonly changed: readonly { readonly name: string; readonly isStatic: boolean }[];
}

export interface Plan {
  /** Resources that will be there, in order. */
  readonly wanted: readonly Wanted[];
  readonly changes: readonly PlannedChange[];
  /** True when nothing would happen at all: no resource, no output and no tag differs. */
  readonly isEmpty: boolean;
}

/**
 * What would happen if the stack became `target`, without doing it. Throws LakeproofError `PROVISION_*` for what the
 * lake does not know.
 */
export function planOf(stacks: StackStore, stack: Stack, target: Target): Plan {
  const scopes = scopesOf(stacks, stack, target);
  const wanted = wantedInOrder(target, scopes.preview);
  const changes = [...wanted.flatMap((one) => plannedFor(stack, target, one, scopes)), ...removals(stack, wanted)];
  const outputs = outputsOf(target, scopes.preview);
  const isSame =
    same(
      outputs.map(({ key, value, exportName }) => [key, value, exportName ?? null]),
      stack.outputs.map(({ key, value, exportName }) => [key, value, exportName ?? null]),
    ) && same(target.tags, stack.target?.tags ?? []);
  return { wanted, changes, isEmpty: changes.length === 0 && isSame };
}

/** Tells the scope what becomes of the resource, so that those after it see it as it will be. */
function plannedFor(stack: Stack, target: Target, wanted: Wanted, scopes: StackScopes): readonly PlannedChange[] {
  const { logicalId, provider, resource } = wanted;
  const existing = stack.resources.get(logicalId);
  const about = { logicalId, type: resource.Type, physicalId: existing?.provided?.physicalId };
  if (existing?.provided === undefined) return [{ action: 'Add', ...about, replacement: undefined, changed: [] }];
  const properties = propertiesOf(wanted, target, scopes.preview);
  if (same(properties, existing.properties)) {
    scopes.known.set(logicalId, existing.provided);
    return [];
  }
  const paths = changedPaths(existing.properties, properties);
  const replaced = replacementOf(provider, existing.properties, properties);
  const isCertain = replaced.some(({ value }) => !holdsUnknown(value));
  if (replaced.length === 0) scopes.known.set(logicalId, existing.provided);
  return [
    {
      action: 'Modify',
      ...about,
      replacement: replaced.length === 0 ? 'False' : isCertain ? 'True' : 'Conditional',
      changed: paths.map(({ name, value }) => ({ name, isStatic: !holdsUnknown(value) })),
    },
  ];
}

function removals(stack: Stack, wanted: readonly Wanted[]): readonly PlannedChange[] {
  const kept = new Set(wanted.map(({ logicalId }) => logicalId));
  return [...stack.resources.values()]
    .filter(({ logicalId, provided }) => !kept.has(logicalId) && provided !== undefined)
    .map(({ logicalId, type, provided }) => ({
      action: 'Remove',
      logicalId,
      type,
      physicalId: provided?.physicalId,
      replacement: undefined,
      changed: [],
    }));
}
