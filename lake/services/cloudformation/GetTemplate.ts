import type { GetTemplateInput, GetTemplateOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { validationError } from './errors.js';
import { type CloudFormationState, changeSetNamed, stackNamed } from './state.js';

/** The template as it was sent; without macros it is the processed one too. Source: CloudFormation API Reference. */
export const getTemplate = (state: CloudFormationState): Action<GetTemplateInput, GetTemplateOutput> =>
  cloudFormationAction(state, {
    operation: 'GetTemplate',
    readOnly: true,
    about: 'stack',
    handle: (input) => {
      const target =
        input.ChangeSetName === undefined
          ? stackNamed(state, input.StackName).target
          : changeSetNamed(state, input).changeSet.target;
      if (target === undefined) throw validationError(`Template of stack ${input.StackName ?? ''} does not exist yet`);
      return { TemplateBody: target.text, StagesAvailable: ['Original', 'Processed'] };
    },
  });
