import { type Deployment, provideContext, setResourceStatus } from './deployment.js';
import { type Failure, failureOf } from './failure.js';
import type { Provided } from './provider.js';
import { providers } from './providers/index.js';
import type { StackResource } from './stack.js';
import type { StackScopes } from './stack-scopes.js';
import type { Target } from './target.js';
import { propertiesOf, type Wanted } from './wanted.js';

/** Everything that a step about one resource needs. */
export interface Step {
  readonly deployment: Deployment;
  readonly target: Target;
  readonly wanted: Wanted;
  readonly scopes: StackScopes;
}

/**
 * Creates a resource, which takes the place of another of that logical id. What is there of it when a call fails is
 * noted, so that it can be rolled back.
 */
export async function createResource(step: Step, generation: number): Promise<Failure | undefined> {
  const { deployment, wanted, scopes } = step;
  const { logicalId, provider } = wanted;
  const resource = newResource(step);
  deployment.stack.resources.delete(logicalId);
  deployment.stack.resources.set(logicalId, resource);
  const shown = propertiesOf(wanted, step.target, scopes.shown);
  setResourceStatus(deployment, resource, 'CREATE_IN_PROGRESS', { shown });
  const made = (provided: Provided): void => {
    if (resource.provided !== undefined) return;
    resource.provided = provided;
    setResourceStatus(deployment, resource, 'CREATE_IN_PROGRESS', { reason: 'Resource creation Initiated', shown });
  };
  try {
    resource.properties = propertiesOf(wanted, step.target, scopes.actual);
    const context = provideContext(deployment, logicalId, generation, made);
    const provided = await provider.create(resource.properties, context);
    made(provided);
    scopes.known.set(logicalId, provided);
    setResourceStatus(deployment, resource, 'CREATE_COMPLETE', { shown });
    return undefined;
  } catch (error) {
    const failure = failureOf(logicalId, error, deployment.onDefect);
    setResourceStatus(deployment, resource, 'CREATE_FAILED', { reason: failure.reason, shown });
    return failure;
  }
}

/** Changes a resource that stays the same one. */
export async function changeResource(
  step: Step,
  resource: StackResource & { readonly provided: Provided },
  properties: unknown,
): Promise<Failure | undefined> {
  const { deployment, wanted, scopes } = step;
  const { logicalId, provider } = wanted;
  const shown = propertiesOf(wanted, step.target, scopes.shown);
  setResourceStatus(deployment, resource, 'UPDATE_IN_PROGRESS', { shown });
  try {
    const deployed = { ...resource.provided, properties: resource.properties };
    const provided = await provider.update(deployed, properties, provideContext(deployment, logicalId, 0));
    Object.assign(resource, settingsOf(step), { provided, properties });
    scopes.known.set(logicalId, provided);
    setResourceStatus(deployment, resource, 'UPDATE_COMPLETE', { shown });
    return undefined;
  } catch (error) {
    const failure = failureOf(logicalId, error, deployment.onDefect);
    setResourceStatus(deployment, resource, 'UPDATE_FAILED', { reason: failure.reason, shown });
    return failure;
  }
}

/** Deletes a resource, if there is anything of it. */
export async function removeResource(deployment: Deployment, resource: StackResource): Promise<Failure | undefined> {
  const { logicalId, type, provided, properties } = resource;
  const provider = providers.get(type);
  if (provided === undefined || provider === undefined) {
    setResourceStatus(deployment, resource, 'DELETE_COMPLETE');
    return undefined;
  }
  setResourceStatus(deployment, resource, 'DELETE_IN_PROGRESS');
  try {
    await provider.remove({ ...provided, properties }, provideContext(deployment, logicalId, 0));
    setResourceStatus(deployment, resource, 'DELETE_COMPLETE');
    resource.provided = undefined;
    return undefined;
  } catch (error) {
    const failure = failureOf(logicalId, error, deployment.onDefect);
    setResourceStatus(deployment, resource, 'DELETE_FAILED', { reason: failure.reason });
    return failure;
  }
}

function newResource(step: Step): StackResource {
  return {
    logicalId: step.wanted.logicalId,
    type: step.wanted.resource.Type,
    status: 'CREATE_IN_PROGRESS',
    statusReason: undefined,
    updatedAt: step.deployment.stacks.account.clock.now(),
    provided: undefined,
    properties: undefined,
    ...settingsOf(step),
  };
}

/** What a resource has beside its properties. */
export function settingsOf({
  wanted,
}: Pick<Step, 'wanted'>): Pick<StackResource, 'deletionPolicy' | 'updateReplacePolicy' | 'dependsOn' | 'metadata'> {
  const { resource, dependsOn } = wanted;
  return {
    deletionPolicy: resource.DeletionPolicy ?? 'Delete',
    updateReplacePolicy: resource.UpdateReplacePolicy ?? 'Delete',
    dependsOn: [...dependsOn],
    metadata: resource.Metadata,
  };
}
