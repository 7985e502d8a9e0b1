import { type Deployment, setStackStatus } from './deployment.js';
import { type Failure, listed } from './failure.js';
import { finishOutputs } from './finish-outputs.js';
import type { Plan } from './plan.js';
import { removeAll } from './remove-resources.js';
import { createResource } from './resource-steps.js';
import { scopesOf } from './stack-scopes.js';
import type { Target } from './target.js';

/**
 * Creates what a stack asks for, one resource after the other. After a failure, which is given back, the stack's
 * OnFailure decides: what was made is deleted (ROLLBACK_COMPLETE), stays (CREATE_FAILED), or goes with the stack
 * (CloudFormation API, CreateStack). Never throws.
 */
export async function createStack(
  deployment: Deployment,
  target: Target,
  { wanted }: Pick<Plan, 'wanted'>,
): Promise<Failure | undefined> {
  const { stack, stacks } = deployment;
  stack.target = target;
  setStackStatus(deployment, 'CREATE_IN_PROGRESS', 'User Initiated');
  const scopes = scopesOf(stacks, stack, target);
  let failure: Failure | undefined;
  for (const one of wanted) {
    failure = await createResource({ deployment, target, wanted: one, scopes }, 0);
    if (failure !== undefined) break;
  }
  failure ??= finishOutputs(deployment, target, scopes);
  if (failure === undefined) setStackStatus(deployment, 'CREATE_COMPLETE');
  else await afterFailure(deployment, failure);
  return failure;
}

async function afterFailure(deployment: Deployment, failure: Failure): Promise<void> {
  const { stack, stacks } = deployment;
  const reason =
    failure.logicalId === stack.name
      ? failure.reason
      : `The following resource(s) failed to create: ${listed([failure])}.`;
  const isKept = ({ deletionPolicy }: { readonly deletionPolicy: string }) =>
    deletionPolicy === 'Retain' && !stack.settings.retainExceptOnCreate;
  switch (stack.settings.onFailure) {
    case 'DO_NOTHING':
      setStackStatus(deployment, 'CREATE_FAILED', reason);
      return;
    case 'ROLLBACK': {
      setStackStatus(deployment, 'ROLLBACK_IN_PROGRESS', `${reason} Rollback requested by user.`);
      const failures = await removeAll(deployment, isKept);
      if (failures.length === 0) setStackStatus(deployment, 'ROLLBACK_COMPLETE');
      else
        setStackStatus(
          deployment,
          'ROLLBACK_FAILED',
          `The following resource(s) failed to delete: ${listed(failures)}.`,
        );
      return;
    }
    case 'DELETE': {
      setStackStatus(deployment, 'DELETE_IN_PROGRESS', `${reason} Delete requested by user.`);
      const failures = await removeAll(deployment, isKept);
      if (failures.length > 0) {
        setStackStatus(deployment, 'DELETE_FAILED', `The following resource(s) failed to delete: ${listed(failures)}.`);
        return;
      }
      setStackStatus(deployment, 'DELETE_COMPLETE');
      stacks.bury(stack);
    }
  }
}
