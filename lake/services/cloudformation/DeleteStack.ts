import type { DeleteStackInput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { deleteStack as remove } from '../../provision/delete-stack.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { validationError } from './errors.js';
import { refuseNotHonoured } from './request.js';
import { deploymentFor, run } from './run.js';
import type { CloudFormationState } from './state.js';

/** Deletes a stack; one that is not there is deleted already. Source: CloudFormation API Reference, "DeleteStack". */
export const deleteStack = (state: CloudFormationState): Action<DeleteStackInput, Record<string, never>> =>
  cloudFormationAction<DeleteStackInput, Record<string, never>>(state, {
    operation: 'DeleteStack',
    readOnly: false,
    about: 'stack',
    handle: async (input, exchange) => {
      refuseNotHonoured(input);
      const stack = state.stacks.find(input.StackName ?? '');
      if (stack === undefined || stack.deletedAt !== undefined) return {};
      if (stack.terminationProtection) {
        throw validationError(`Stack [${stack.name}] cannot be deleted while TerminationProtection is enabled`);
      }
      if (/^(?:UPDATE|DELETE)\w*_IN_PROGRESS$/.test(stack.status)) {
        if (stack.status === 'DELETE_IN_PROGRESS') return {};
        throw validationError(`Stack [${stack.name}] cannot be deleted while in status ${stack.status}`);
      }
      const retained = new Set(input.RetainResources);
      if (retained.size > 0 && stack.status !== 'DELETE_FAILED') {
        throw validationError(
          `Invalid operation on stack [${stack.id}]. Specify 'RetainResources' only when the stack is in the DELETE_FAILED state.`,
        );
      }
      const unknown = [...retained].filter((logicalId) => !stack.resources.has(logicalId));
      if (unknown.length > 0)
        throw validationError(
          `The specified resources to retain must be in a valid state. Do not specify unknown resources: [${unknown.join(', ')}]`,
        );
      const request = { roleArn: input.RoleARN ?? stack.settings.roleArn, token: input.ClientRequestToken };
      const deployment = deploymentFor(state, stack, exchange, request);
      const isForced = input.DeletionMode === 'FORCE_DELETE_STACK';
      await run(state, stack, () => remove(deployment, { retained, isForced }));
      return {};
    },
  });
