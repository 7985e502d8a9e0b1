import { type Deployment, provideContext, setResourceStatus, setStackStatus } from './deployment.js';
import { type Failure, failureOf, listed } from './failure.js';
import type { Provided } from './provider.js';
import { providers } from './providers/index.js';
import { removeResource, type settingsOf } from './resource-steps.js';
import type { StackResource } from './stack.js';

/** A step of an update, with what it takes to undo it. */
export type Done =
  | { readonly kind: 'created'; readonly logicalId: string; readonly replaced: StackResource | undefined }
  | {
      readonly kind: 'changed';
      readonly resource: StackResource & { provided: Provided };
      /** What it was to become. Where the change failed, some of it may have been made. */
      readonly after: unknown;
      readonly before: {
        readonly provided: Provided;
        readonly properties: unknown;
        readonly settings: ReturnType<typeof settingsOf>;
      };
    };

/**
 * True where a new resource came to the physical id of the one that it took the place of: a grant of other permissions
 * to the same principal on the same resource. CloudFormation deletes nothing then, since nothing is left over.
 */
export function isSameThing(created: StackResource | undefined, replaced: StackResource | undefined): boolean {
  const physicalId = replaced?.provided?.physicalId;
  return physicalId !== undefined && created?.provided?.physicalId === physicalId;
}

/** Undoes the steps of an update, the last first: changed resources, then those that were made. */
export async function rollBack(deployment: Deployment, done: readonly Done[]): Promise<void> {
  const { stack } = deployment;
  const failures: Failure[] = [];
  for (const step of done.toReversed()) {
    const failure = step.kind === 'changed' ? await changeBack(deployment, step) : undefined;
    if (failure !== undefined) failures.push(failure);
  }
  if (failures.length > 0) {
    const reason = `The following resource(s) failed to update: ${listed(failures)}.`;
    setStackStatus(deployment, 'UPDATE_ROLLBACK_FAILED', reason);
    return;
  }
  setStackStatus(deployment, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  for (const step of done.toReversed()) {
    if (step.kind !== 'created') continue;
    const created = stack.resources.get(step.logicalId);
    if (created !== undefined && !isSameThing(created, step.replaced)) await removeResource(deployment, created);
    stack.resources.delete(step.logicalId);
    if (step.replaced !== undefined) {
      stack.resources.set(step.logicalId, step.replaced);
      setResourceStatus(deployment, step.replaced, 'UPDATE_COMPLETE');
    }
  }
  setStackStatus(deployment, 'UPDATE_ROLLBACK_COMPLETE');
}

async function changeBack(
  deployment: Deployment,
  { resource, before, after }: Extract<Done, { kind: 'changed' }>,
): Promise<Failure | undefined> {
  setResourceStatus(deployment, resource, 'UPDATE_IN_PROGRESS');
  try {
    const provider = providers.get(resource.type);
    const context = provideContext(deployment, resource.logicalId, 0);
    const deployed = { ...resource.provided, properties: after };
    const provided = await provider?.update(deployed, before.properties, context);
    Object.assign(resource, before.settings, { provided: provided ?? before.provided, properties: before.properties });
    setResourceStatus(deployment, resource, 'UPDATE_COMPLETE');
    return undefined;
  } catch (error) {
    const failure = failureOf(resource.logicalId, error, deployment.onDefect);
    setResourceStatus(deployment, resource, 'UPDATE_FAILED', { reason: failure.reason });
    return failure;
  }
}
