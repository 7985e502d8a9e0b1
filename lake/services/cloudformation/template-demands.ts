import type { ValidateTemplateOutput } from '@aws-sdk/client-cloudformation';
import { isSecret } from '../../provision/parameters.js';
import type { Template } from '../../provision/template.js';
import { neededCapabilities } from './capabilities.js';

/** What a template asks of whoever deploys it, as ValidateTemplate and GetTemplateSummary tell it. */
export function templateDemands(template: Template) {
  const { capabilities, reason } = neededCapabilities(template);
  return {
    Parameters: Object.entries(template.Parameters).map(([ParameterKey, parameter]) => ({
      ParameterKey,
      DefaultValue: parameter.Default === undefined ? undefined : String(parameter.Default),
      NoEcho: isSecret(parameter),
      Description: parameter.Description,
    })),
    Description: template.Description,
    Capabilities: [...capabilities],
    CapabilitiesReason: reason,
    DeclaredTransforms: [],
  } satisfies ValidateTemplateOutput;
}
