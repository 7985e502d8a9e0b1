import type { DeleteChangeSetInput, DeleteChangeSetOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { invalidChangeSetStatus } from './errors.js';
import { type CloudFormationState, changeSetNamed } from './state.js';

/** Forgets a change set that is not being executed. Source: CloudFormation API Reference, "DeleteChangeSet". */
export const deleteChangeSet = (state: CloudFormationState): Action<DeleteChangeSetInput, DeleteChangeSetOutput> =>
  cloudFormationAction(state, {
    operation: 'DeleteChangeSet',
    readOnly: false,
    about: 'stack',
    handle: (input) => {
      const { stack, changeSet } = changeSetNamed(state, input);
      if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS') {
        throw invalidChangeSetStatus(`ChangeSet [${changeSet.id}] cannot be deleted in its current execution status`);
      }
      stack.changeSets.delete(changeSet.name);
      state.stacks.changed(stack);
      return {};
    },
  });
