import { same } from './changes.js';
import { type Deployment, setResourceStatus, setStackStatus } from './deployment.js';
import { type Failure, failureOf, listed } from './failure.js';
import { finishOutputs } from './finish-outputs.js';
import type { Plan } from './plan.js';
import type { Provided } from './provider.js';
import { provisionError } from './provision-error.js';
import { lastFirst } from './remove-resources.js';
import { keepsItsName, replacementOf } from './replacement.js';
import { changeResource, createResource, removeResource, type Step, settingsOf } from './resource-steps.js';
import { type Done, isSameThing, rollBack } from './roll-back.js';
import type { StackResource, StackSettings } from './stack.js';
import { scopesOf } from './stack-scopes.js';
import type { Target } from './target.js';
import { propertiesOf } from './wanted.js';

/**
 * Makes a stack what `target` says: changes, replaces and creates in order, then deletes what was replaced or is no
 * longer asked for. After a failure, which is given back, everything is put back (UPDATE_ROLLBACK_COMPLETE), unless
 * rollback is disabled (CloudFormation User Guide, "Update behaviors of stack resources"). Never throws.
 */
export async function updateStack(
  deployment: Deployment,
  target: Target,
  settings: StackSettings,
  { wanted }: Pick<Plan, 'wanted'>,
): Promise<Failure | undefined> {
  const { stack, stacks } = deployment;
  const before = { target: stack.target, settings: stack.settings };
  stack.updatedAt = stacks.account.clock.now();
  stack.settings = settings;
  setStackStatus(deployment, 'UPDATE_IN_PROGRESS', 'User Initiated');
  const scopes = scopesOf(stacks, stack, target);
  const done: Done[] = [];
  let failure: Failure | undefined;
  for (const one of wanted) {
    failure = await settle({ deployment, target, wanted: one, scopes }, done);
    if (failure !== undefined) break;
  }
  failure ??= finishOutputs(deployment, target, scopes);
  if (failure === undefined) {
    stack.target = target;
    await cleanUp(deployment, new Set(wanted.map(({ logicalId }) => logicalId)), done);
    return undefined;
  }
  const reason =
    failure.logicalId === stack.name
      ? failure.reason
      : `The following resource(s) failed to update: ${listed([failure])}.`;
  if (settings.onFailure === 'DO_NOTHING') {
    stack.target = target;
    setStackStatus(deployment, 'UPDATE_FAILED', reason);
  } else {
    setStackStatus(deployment, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
    stack.settings = before.settings;
    await rollBack(deployment, done);
  }
  return failure;
}

/** Brings one resource to what the target says, and notes in `done` how to put it back. */
async function settle(step: Step, done: Done[]): Promise<Failure | undefined> {
  const { deployment, wanted, target, scopes } = step;
  const { logicalId, provider } = wanted;
  const resource = deployment.stack.resources.get(logicalId);
  if (!isThere(resource)) {
    // What is left of an attempt that failed goes before the next one.
    if (resource?.provided !== undefined) await removeResource(deployment, resource);
    done.push({ kind: 'created', logicalId, replaced: undefined });
    return createResource(step, resource === undefined ? 0 : 1);
  }
  try {
    const properties = propertiesOf(wanted, target, scopes.actual);
    if (same(properties, resource.properties)) {
      Object.assign(resource, settingsOf(step));
      scopes.known.set(logicalId, resource.provided);
      return undefined;
    }
    if (replacementOf(provider, resource.properties, properties).length === 0) {
      const { provided, properties: old } = resource;
      const before = { provided, properties: old, settings: pickSettings(resource) };
      done.push({ kind: 'changed', resource, after: properties, before });
      return await changeResource(step, resource, properties);
    }
    if (keepsItsName(provider, resource.properties, properties)) throw customNamed(deployment, logicalId);
  } catch (error) {
    const failure = failureOf(logicalId, error, deployment.onDefect);
    setResourceStatus(deployment, resource, 'UPDATE_FAILED', { reason: failure.reason });
    return failure;
  }
  const reason = 'Requested update requires the creation of a new physical resource; hence creating one.';
  setResourceStatus(deployment, resource, 'UPDATE_IN_PROGRESS', { reason });
  done.push({ kind: 'created', logicalId, replaced: resource });
  return createResource(step, 1);
}

function isThere(resource: StackResource | undefined): resource is StackResource & { provided: Provided } {
  return resource?.provided !== undefined && resource.status !== 'CREATE_FAILED';
}

function pickSettings(resource: StackResource): ReturnType<typeof settingsOf> {
  const { deletionPolicy, updateReplacePolicy, dependsOn, metadata } = resource;
  return { deletionPolicy, updateReplacePolicy, dependsOn, metadata };
}

/** Of the old resource that a new one took the place of, the name cannot be taken over. */
function customNamed({ stack }: Deployment, logicalId: string): Error {
  const name = stack.resources.get(logicalId)?.provided?.physicalId ?? logicalId;
  return provisionError({
    code: 'PROVISION_UPDATE',
    message: `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${name} and update the stack again.`,
    nextStep: 'give it another name in the template',
  });
}

/** What fails here does not fail the update: CloudFormation leaves it behind. */
async function cleanUp(deployment: Deployment, wanted: ReadonlySet<string>, done: readonly Done[]): Promise<void> {
  const { stack } = deployment;
  setStackStatus(deployment, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  for (const step of done.toReversed()) {
    if (step.kind !== 'created' || step.replaced === undefined) continue;
    if (isSameThing(stack.resources.get(step.logicalId), step.replaced)) continue;
    if (step.replaced.updateReplacePolicy === 'Retain') setResourceStatus(deployment, step.replaced, 'DELETE_SKIPPED');
    else await removeResource(deployment, step.replaced);
  }
  const gone = [...stack.resources.values()].filter(({ logicalId }) => !wanted.has(logicalId));
  for (const resource of lastFirst(gone)) {
    if (resource.deletionPolicy === 'Delete') await removeResource(deployment, resource);
    else setResourceStatus(deployment, resource, 'DELETE_SKIPPED');
    stack.resources.delete(resource.logicalId);
  }
  setStackStatus(deployment, 'UPDATE_COMPLETE');
}
