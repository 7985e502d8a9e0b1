import type { ValidateTemplateInput, ValidateTemplateOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { parseTemplate } from '../../provision/template.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, validationError } from './errors.js';
import { TEMPLATE } from './request.js';
import type { CloudFormationState } from './state.js';
import { templateDemands } from './template-demands.js';
import { templateText } from './template-source.js';

/** Whether a template can be read, and what it asks for. Source: CloudFormation API Reference, "ValidateTemplate". */
export const validateTemplate = (state: CloudFormationState): Action<ValidateTemplateInput, ValidateTemplateOutput> =>
  cloudFormationAction(state, {
    operation: 'ValidateTemplate',
    readOnly: true,
    about: 'any',
    handle: async (input, exchange) => {
      const text = await templateText(state, input, exchange);
      if (text === undefined) throw validationError('Either Template URL or Template Body must be specified.');
      return templateDemands(aboutTemplate(() => parseTemplate(text, TEMPLATE)));
    },
  });
