import type { Tag } from '@aws-sdk/client-cloudformation';
import { type Action, type Authorization, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';
import type { CloudFormationState } from './state.js';

/** Members by which requests say what IAM can be asked about. */
export interface CloudFormationInput {
  readonly StackName?: string | undefined;
  readonly ChangeSetName?: string | undefined;
  readonly RoleARN?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  /** Of listings. */
  readonly NextToken?: string | undefined;
}

export interface CloudFormationOperation<I extends CloudFormationInput, O extends object> {
  readonly operation: string;
  readonly readOnly: boolean;
  /** `stack`: IAM is asked about the stack that the input names, or about all; `any`: the call is about no stack. */
  readonly about: 'stack' | 'any';
  readonly handle: (input: I, exchange: Exchange) => Promise<O> | O;
}

/**
 * An action of CloudFormation, with its condition keys (Service Authorization Reference, AWS CloudFormation). Whoever
 * gives a role must be allowed to pass it. The event has neither templates nor parameters' values.
 */
export function cloudFormationAction<I extends CloudFormationInput, O extends object>(
  state: CloudFormationState,
  { operation, readOnly, about, handle }: CloudFormationOperation<I, O>,
): Action<I, O> {
  return defineAction<I, O>({
    service: 'cloudformation',
    operation,
    authorize: (input) => [
      {
        action: `cloudformation:${operation}`,
        resource: about === 'stack' ? stackArn(state, input) : '*',
        conditionKeys: conditionKeys(state, input),
      },
      ...passRole(input.RoleARN),
    ],
    handle,
    trail: (input, output) => ({
      readOnly,
      requestParameters: trailSpelling(shown(input)),
      responseElements:
        readOnly || output === undefined || Object.keys(output).length === 0 ? null : trailSpelling(output),
    }),
  });
}

function stackArn({ stacks }: CloudFormationState, { StackName, ChangeSetName }: CloudFormationInput): string {
  if (StackName?.startsWith('arn:') === true) return StackName;
  if (StackName !== undefined) return stacks.find(StackName)?.id ?? stacks.arnOf(StackName, '*');
  if (ChangeSetName === undefined) return '*';
  const owner = stacks.all().find(({ changeSets }) => [...changeSets.values()].some(({ id }) => id === ChangeSetName));
  return owner?.id ?? '*';
}

function conditionKeys(
  { stacks }: CloudFormationState,
  input: CloudFormationInput,
): Authorization['conditionKeys'] & {} {
  const tags = input.Tags ?? [];
  const own = input.StackName === undefined ? [] : (stacks.find(input.StackName)?.settings.tags ?? []);
  return {
    ...(input.RoleARN === undefined ? {} : { 'cloudformation:RoleArn': input.RoleARN }),
    ...(input.TemplateURL === undefined ? {} : { 'cloudformation:TemplateUrl': input.TemplateURL }),
    ...(input.ChangeSetName === undefined ? {} : { 'cloudformation:ChangeSetName': input.ChangeSetName }),
    ...(tags.length === 0 ? {} : { 'aws:TagKeys': tags.map(({ Key }) => Key ?? '') }),
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? ''])),
    ...Object.fromEntries(own.map(({ Key, Value }) => [`aws:ResourceTag/${Key}`, Value ?? ''])),
  };
}

function passRole(roleArn: string | undefined): readonly Authorization[] {
  if (roleArn === undefined) return [];
  const conditionKeys = { 'iam:PassedToService': 'cloudformation.amazonaws.com' };
  return [{ action: 'iam:PassRole', resource: roleArn, conditionKeys }];
}

/** As CloudTrail's sample event of CreateStack has it: parameters by their keys alone, no template. */
function shown(input: object): object {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]: [string, unknown]) => {
      if (name === 'TemplateBody') return [];
      // Of other services these members hold words of the caller's own, which keep their spelling.
      if (name === 'Parameters' && Array.isArray(value)) return [['parameters', value.map(keyAlone)]];
      return [[name === 'Tags' ? 'tags' : name, value]];
    }),
  );
}

function keyAlone(parameter: unknown): object {
  const isNamed = typeof parameter === 'object' && parameter !== null && 'ParameterKey' in parameter;
  return isNamed ? { ParameterKey: parameter.ParameterKey } : {};
}
