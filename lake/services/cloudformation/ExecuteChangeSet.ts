import type { ExecuteChangeSetInput, ExecuteChangeSetOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { createStack } from '../../provision/create-stack.js';
import { planOf } from '../../provision/plan.js';
import { updateStack } from '../../provision/update-stack.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, invalidChangeSetStatus, validationError } from './errors.js';
import { checkUpdatable, deploymentFor, run } from './run.js';
import { type CloudFormationState, changeSetNamed } from './state.js';

/**
 * Does what a change set says, with the rights of whoever executes it; all change sets of the stack go with it.
 * Source: CloudFormation API Reference, "ExecuteChangeSet".
 */
export const executeChangeSet = (state: CloudFormationState): Action<ExecuteChangeSetInput, ExecuteChangeSetOutput> =>
  cloudFormationAction(state, {
    operation: 'ExecuteChangeSet',
    readOnly: false,
    about: 'stack',
    handle: async (input, exchange) => {
      const { stack, changeSet } = changeSetNamed(state, input);
      if (changeSet.executionStatus !== 'AVAILABLE') {
        throw invalidChangeSetStatus(
          `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
        );
      }
      const isNew = stack.target === undefined;
      if (!isNew) checkUpdatable(stack);
      if (input.DisableRollback === true && changeSet.settings.onFailure === 'DELETE') {
        throw validationError('DisableRollback cannot be used with OnStackFailure DELETE.');
      }
      const settings = {
        ...changeSet.settings,
        ...(input.DisableRollback === true ? { onFailure: 'DO_NOTHING' as const } : {}),
        retainExceptOnCreate: input.RetainExceptOnCreate ?? changeSet.settings.retainExceptOnCreate,
      };
      const { target } = changeSet;
      const plan = aboutTemplate(() => planOf(state.stacks, stack, target));
      const request = { roleArn: settings.roleArn, token: input.ClientRequestToken };
      const deployment = deploymentFor(state, stack, exchange, request);
      stack.changeSetId = changeSet.id;
      stack.changeSets.clear();
      stack.status = isNew ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS';
      if (isNew) stack.settings = settings;
      await run(state, stack, () =>
        isNew ? createStack(deployment, target, plan) : updateStack(deployment, target, settings, plan),
      );
      return {};
    },
  });
