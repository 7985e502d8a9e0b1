import type { GetTemplateSummaryInput, GetTemplateSummaryOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { parseTemplate } from '../../provision/template.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, validationError } from './errors.js';
import { refuseNotHonoured, TEMPLATE } from './request.js';
import { type CloudFormationState, stackNamed } from './state.js';
import { templateDemands } from './template-demands.js';
import { templateText } from './template-source.js';

/** What a template or a stack's template asks for. Source: CloudFormation API Reference, "GetTemplateSummary". */
export const getTemplateSummary = (
  state: CloudFormationState,
): Action<GetTemplateSummaryInput, GetTemplateSummaryOutput> =>
  cloudFormationAction(state, {
    operation: 'GetTemplateSummary',
    readOnly: true,
    about: 'stack',
    handle: async (input, exchange) => {
      refuseNotHonoured(input);
      const sent = await templateText(state, input, exchange);
      const text =
        sent ?? (input.StackName === undefined ? undefined : stackNamed(state, input.StackName).target?.text);
      if (text === undefined) throw validationError('Either Template URL, Template Body or a stack must be specified.');
      const template = aboutTemplate(() => parseTemplate(text, TEMPLATE));
      const { Parameters, ...demands } = templateDemands(template);
      return {
        ...demands,
        Parameters: Parameters.map((shown) => {
          const parameter = template.Parameters[shown.ParameterKey];
          const ParameterConstraints = { AllowedValues: parameter?.AllowedValues?.map(String) };
          return { ...shown, ParameterType: parameter?.Type, ParameterConstraints };
        }),
        ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
        Version: template.AWSTemplateFormatVersion,
        Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
      };
    },
  });
