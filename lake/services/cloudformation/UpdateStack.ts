import type { UpdateStackInput, UpdateStackOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { planOf } from '../../provision/plan.js';
import { updateStack as update } from '../../provision/update-stack.js';
import { checkCapabilities } from './capabilities.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, validationError } from './errors.js';
import { refuseNotHonoured, requestedSettings, requestedTarget } from './request.js';
import { checkUpdatable, deploymentFor, run } from './run.js';
import { type CloudFormationState, stackNamed } from './state.js';
import { requestedText } from './template-source.js';

/** Makes a stack what a template says. Source: CloudFormation API Reference, "UpdateStack". */
export const updateStack = (state: CloudFormationState): Action<UpdateStackInput, UpdateStackOutput> =>
  cloudFormationAction(state, {
    operation: 'UpdateStack',
    readOnly: false,
    about: 'stack',
    handle: async (input, exchange) => {
      refuseNotHonoured(input);
      const stack = stackNamed(state, input.StackName);
      const text = await requestedText(state, stack, input, exchange);
      checkUpdatable(stack);
      const target = requestedTarget(state, stack, text, input);
      const settings = requestedSettings(stack.settings, input);
      checkCapabilities(target.template, settings.capabilities);
      const plan = aboutTemplate(() => planOf(state.stacks, stack, target));
      if (plan.isEmpty && stack.status !== 'CREATE_FAILED' && stack.status !== 'UPDATE_FAILED') {
        throw validationError('No updates are to be performed.');
      }
      const request = { roleArn: settings.roleArn, token: input.ClientRequestToken };
      const deployment = deploymentFor(state, stack, exchange, request);
      stack.status = 'UPDATE_IN_PROGRESS';
      await run(state, stack, () => update(deployment, target, settings, plan));
      return { StackId: stack.id };
    },
  });
