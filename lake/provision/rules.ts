import { resolveCondition, type Scope } from './intrinsics.js';
import { provisionError } from './provision-error.js';
import type { Template } from './template.js';

/**
 * Checks the template's rules about its parameters. Throws LakeproofError `PROVISION_RULE` with the rule's own sentence
 * for the first assertion that does not hold (CloudFormation User Guide, "Rules").
 */
export function checkRules(template: Template, scope: Scope, file: string): void {
  for (const [name, { RuleCondition, Assertions }] of Object.entries(template.Rules)) {
    const about = { ...scope, at: `Rules.${name}` };
    if (RuleCondition !== undefined && !resolveCondition(RuleCondition, about)) continue;
    for (const { Assert, AssertDescription } of Assertions) {
      if (resolveCondition(Assert, about)) continue;
      throw provisionError({
        code: 'PROVISION_RULE',
        message: `${file}: rule ${name}: ${AssertDescription ?? 'its assertion does not hold'}`,
        nextStep: 'give parameters that fit the rule',
      });
    }
  }
}
