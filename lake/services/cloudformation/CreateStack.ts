import type { CreateStackInput, CreateStackOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { createStack as create } from '../../provision/create-stack.js';
import { planOf } from '../../provision/plan.js';
import { DEFAULT_SETTINGS } from '../../provision/stack-store.js';
import { checkCapabilities } from './capabilities.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, validationError } from './errors.js';
import { checkStackName } from './names.js';
import { refuseNotHonoured, requestedSettings, requestedTarget } from './request.js';
import { deploymentFor, run } from './run.js';
import type { CloudFormationState } from './state.js';
import { templateText } from './template-source.js';

/** A new stack from a template. Source: CloudFormation API Reference, "CreateStack". */
export const createStack = (state: CloudFormationState): Action<CreateStackInput, CreateStackOutput> =>
  cloudFormationAction(state, {
    operation: 'CreateStack',
    readOnly: false,
    about: 'stack',
    handle: async (input, exchange) => {
      refuseNotHonoured(input);
      const name = input.StackName ?? '';
      checkStackName(name);
      const text = await templateText(state, input, exchange);
      if (text === undefined) throw validationError('Either Template URL or Template Body must be specified.');
      if (state.stacks.find(name) !== undefined) {
        throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
      }
      if (state.stacks.isFull) throw new AwsError('LimitExceededException', 'Limit for stack has been exceeded');
      const stack = state.stacks.make(name, requestedSettings(DEFAULT_SETTINGS, input));
      const target = requestedTarget(state, stack, text, input);
      checkCapabilities(target.template, stack.settings.capabilities);
      const plan = aboutTemplate(() => planOf(state.stacks, stack, target));
      const request = { roleArn: stack.settings.roleArn, token: input.ClientRequestToken };
      const deployment = deploymentFor(state, stack, exchange, request);
      stack.terminationProtection = input.EnableTerminationProtection ?? false;
      stack.timeoutMinutes = input.TimeoutInMinutes;
      state.stacks.keep(stack);
      await run(state, stack, () => create(deployment, target, plan));
      return { StackId: stack.id };
    },
  });
