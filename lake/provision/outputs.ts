import { resolve, type Scope } from './intrinsics.js';
import { provisionError } from './provision-error.js';
import type { StackOutput } from './stack.js';
import type { Target } from './target.js';

/** The outputs whose conditions hold. Throws LakeproofError `PROVISION_EXPRESSION` for a value that is no text. */
export function outputsOf({ template, file }: Target, scope: Scope): readonly StackOutput[] {
  return Object.entries(template.Outputs).flatMap(([key, output]) => {
    if (output.Condition !== undefined && scope.condition(output.Condition) !== true) return [];
    const about = { ...scope, at: `Outputs.${key}` };
    const value = textOf(resolve(output.Value, about), file, about.at);
    const exportName =
      output.Export === undefined ? undefined : textOf(resolve(output.Export.Name, about), file, `${about.at}.Export`);
    return [{ key, value, description: output.Description, exportName }];
  });
}

function textOf(value: unknown, file: string, at: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw provisionError({
    code: 'PROVISION_EXPRESSION',
    message: `${file}: ${at}: its value must be text`,
    nextStep: 'join a list to text',
  });
}
