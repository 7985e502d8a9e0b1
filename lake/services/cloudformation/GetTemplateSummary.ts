import type { GetTemplateSummaryInput, GetTemplateSummaryOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { isSecret } from '../../provision/parameters.js';
import { parseTemplate } from '../../provision/template.js';
import { neededCapabilities } from './capabilities.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { aboutTemplate, validationError } from './errors.js';
import { refuseNotHonoured, TEMPLATE } from './request.js';
import { type CloudFormationState, stackNamed } from './state.js';
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
      const { capabilities, reason } = neededCapabilities(template);
      return {
        Parameters: Object.entries(template.Parameters).map(([ParameterKey, parameter]) => ({
          ParameterKey,
          DefaultValue: parameter.Default === undefined ? undefined : String(parameter.Default),
          ParameterType: parameter.Type,
          NoEcho: isSecret(parameter),
          Description: parameter.Description,
          ParameterConstraints: { AllowedValues: parameter.AllowedValues?.map(String) },
        })),
        Description: template.Description,
        Capabilities: [...capabilities],
        CapabilitiesReason: reason,
        ResourceTypes: [...new Set(Object.values(template.Resources).map(({ Type }) => Type))],
        Version: template.AWSTemplateFormatVersion,
        Metadata: template.Metadata === undefined ? undefined : JSON.stringify(template.Metadata),
        DeclaredTransforms: [],
      };
    },
  });
