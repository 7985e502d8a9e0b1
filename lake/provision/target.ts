import type { Tag } from '@aws-sdk/client-cloudformation';
import type { LakeAccount } from '../model/lake.js';
import { type ParameterValue, resolveParameters } from './parameters.js';
import { checkRules } from './rules.js';
import { scopeOf } from './scope.js';
import { parseTemplate, type Template } from './template.js';

/** What a stack is to become: a template that was read, with values for its parameters. */
export interface Target {
  /** Its name, for errors. */
  readonly file: string;
  readonly text: string;
  readonly template: Template;
  /** As they were given, by name; those left out have their defaults. */
  readonly given: Readonly<Record<string, string>>;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Of the stack; every resource that can have tags gets them. */
  readonly tags: readonly Tag[];
}

/** Reads a template and checks its parameters and rules. Throws LakeproofError `PROVISION_*`. */
export function targetOf(
  account: Pick<LakeAccount, 'partition' | 'region' | 'accountId'>,
  stack: { readonly id: string; readonly name: string },
  source: {
    readonly text: string;
    /** As it was read already. */
    readonly template?: Template;
    readonly file: string;
    readonly parameters: Readonly<Record<string, string>>;
    readonly tags?: readonly Tag[];
  },
): Target {
  const { text, file, parameters: given } = source;
  const template = source.template ?? parseTemplate(text, file);
  const parameters = resolveParameters(template, given, file);
  const scope = scopeOf({
    account,
    stackId: stack.id,
    stackName: stack.name,
    file,
    template,
    parameters,
    created: new Map(),
    exported: () => undefined,
  });
  checkRules(template, scope, file);
  return { file, text, template, given, parameters, tags: source.tags ?? [] };
}
