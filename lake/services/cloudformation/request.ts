import type { Parameter, Tag } from '@aws-sdk/client-cloudformation';
import { notImplemented } from '../../model/aws-error.js';
import { missingParameters } from '../../provision/parameters.js';
import type { Stack, StackSettings } from '../../provision/stack.js';
import { type Target, targetOf } from '../../provision/target.js';
import { parseTemplate, type Template } from '../../provision/template.js';
import { aboutTemplate, validationError } from './errors.js';
import { shownValue } from './shapes.js';
import type { CloudFormationState } from './state.js';

/** Templates of requests have no file. */
export const TEMPLATE = 'template';

export interface TargetInput {
  readonly Parameters?: readonly Parameter[] | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

/** What a request wants its stack to become. Throws ValidationError or NotImplemented. */
export function requestedTarget(
  state: CloudFormationState,
  stack: Pick<Stack, 'id' | 'name' | 'target'>,
  text: string,
  input: TargetInput,
): Target {
  const template = aboutTemplate(() => parseTemplate(text, TEMPLATE));
  const parameters = givenParameters(template, stack.target, input.Parameters ?? []);
  const missing = missingParameters(template, parameters);
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  const tags = input.Tags ?? stack.target?.tags ?? [];
  return aboutTemplate(() => targetOf(state.account, stack, { text, template, file: TEMPLATE, parameters, tags }));
}

function givenParameters(
  template: Template,
  before: Target | undefined,
  sent: readonly Parameter[],
): Readonly<Record<string, string>> {
  const unknown = sent
    .map(({ ParameterKey = '' }) => ParameterKey)
    .filter((key) => !Object.hasOwn(template.Parameters, key));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  return Object.fromEntries(
    sent.map(({ ParameterKey = '', ParameterValue, UsePreviousValue }) => {
      if (UsePreviousValue !== true) return [ParameterKey, ParameterValue ?? ''];
      const previous = before?.parameters.get(ParameterKey);
      if (previous === undefined) {
        throw validationError(
          `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
        );
      }
      return [ParameterKey, shownValue(previous)];
    }),
  );
}

/** Members that a lake without SNS, CloudWatch, stack policies, drift, hooks and import cannot honour. */
const NOT_HONOURED: readonly string[] = [
  'StackPolicyBody',
  'StackPolicyURL',
  'StackPolicyDuringUpdateBody',
  'StackPolicyDuringUpdateURL',
  'NotificationARNs',
  'ResourceTypes',
  'ResourcesToImport',
  'ImportExistingResources',
  'DeploymentMode',
  'DeploymentConfig',
  'StackSetName',
];

/** Throws NotImplemented for a member of the request that would change something and would not be honoured. */
export function refuseNotHonoured(input: object): void {
  for (const [name, value] of Object.entries(input) as [string, unknown][]) {
    const isEmpty = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    if (NOT_HONOURED.includes(name) && !isEmpty) throw notImplemented(`${name} of CloudFormation`);
    if (name === 'RollbackConfiguration' && hasTriggers(value))
      throw notImplemented('A rollback trigger of CloudFormation');
  }
}

function hasTriggers(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('RollbackTriggers' in value)) return false;
  return Array.isArray(value.RollbackTriggers) && value.RollbackTriggers.length > 0;
}

/** The settings of a stack as a request changes them. */
export function requestedSettings(
  before: StackSettings,
  input: {
    readonly Capabilities?: StackSettings['capabilities'] | undefined;
    readonly Tags?: readonly Tag[] | undefined;
    readonly RoleARN?: string | undefined;
    readonly DisableRollback?: boolean | undefined;
    readonly OnFailure?: StackSettings['onFailure'] | undefined;
    readonly RetainExceptOnCreate?: boolean | undefined;
  },
): StackSettings {
  if (input.OnFailure !== undefined && input.DisableRollback !== undefined) {
    throw validationError('You can specify either OnFailure or DisableRollback, but not both.');
  }
  return {
    capabilities: input.Capabilities ?? [],
    tags: input.Tags ?? before.tags,
    roleArn: input.RoleARN ?? before.roleArn,
    onFailure: input.OnFailure ?? (input.DisableRollback === true ? 'DO_NOTHING' : 'ROLLBACK'),
    retainExceptOnCreate: input.RetainExceptOnCreate ?? false,
  };
}
