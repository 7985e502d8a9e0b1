import { provisionError } from './provision-error.js';
import type { Template, TemplateParameter } from './template.js';

export type ParameterValue = string | readonly string[];

/**
 * The account's own default VPC, as an AWS account has one: what `AWS::EC2::VPC::Id` and subnet parameters mean when they
 * are not given. The lake has no EC2; the ids are only passed on to SageMaker.
 */
export const defaultNetwork = {
  vpcId: 'vpc-0a1b2c3d4e5f60718',
  subnetIds: ['subnet-0a1b2c3d4e5f60719', 'subnet-0a1b2c3d4e5f6071a'],
} as const;

/**
 * Values for every parameter of the template: as given, else its default, else the default network. Throws LakeproofError
 * `PROVISION_PARAMETER` for an unknown name, a missing value and a broken constraint; a NoEcho value is never repeated.
 */
export function resolveParameters(
  template: Template,
  given: Readonly<Record<string, string>>,
  file: string,
): ReadonlyMap<string, ParameterValue> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(template.Parameters, name)) {
      throw provisionError({
        code: 'PROVISION_PARAMETER',
        message: `${file}: there is no parameter ${name}`,
        nextStep: `use one of: ${Object.keys(template.Parameters).join(', ')}`,
      });
    }
  }
  const values = new Map<string, ParameterValue>();
  for (const [name, parameter] of Object.entries(template.Parameters)) {
    values.set(name, parameterValue(name, parameter, Object.hasOwn(given, name) ? given[name] : undefined, file));
  }
  return values;
}

/** Names of the parameters that have no value: none was given, and there is no default. */
export function missingParameters(template: Template, given: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(template.Parameters)
    .filter(
      ([name, { Default, Type }]) =>
        !Object.hasOwn(given, name) && Default === undefined && networkDefault(Type) === undefined,
    )
    .map(([name]) => name);
}

/** True for a parameter whose value is never shown. */
export function isSecret(parameter: TemplateParameter | undefined): boolean {
  return parameter?.NoEcho === true || parameter?.NoEcho === 'true';
}

/** What CloudFormation shows instead of a secret parameter's value. */
export const MASKED = '****';

/** The values as they may be shown. */
export function masked(
  template: Template,
  values: ReadonlyMap<string, ParameterValue>,
): ReadonlyMap<string, ParameterValue> {
  return new Map([...values].map(([name, value]) => [name, isSecret(template.Parameters[name]) ? MASKED : value]));
}

function parameterValue(
  name: string,
  parameter: TemplateParameter,
  given: string | undefined,
  file: string,
): ParameterValue {
  if (parameter.Type.startsWith('AWS::SSM::Parameter::')) throw noParameterStore(name, parameter, given, file);
  const text = given ?? (parameter.Default === undefined ? networkDefault(parameter.Type) : String(parameter.Default));
  if (text === undefined) {
    throw provisionError({
      code: 'PROVISION_PARAMETER',
      message: `${file}: parameter ${name} has no default and no value was given`,
      nextStep: `give it in the file named by --parameters: {"${name}": "…"}`,
    });
  }
  const problem = brokenConstraint(parameter, text);
  if (problem !== undefined) {
    const secret = isSecret(parameter);
    throw provisionError({
      code: 'PROVISION_PARAMETER',
      message: `${file}: parameter ${name}${secret ? '' : ` = ${JSON.stringify(text)}`}: ${problem}`,
      nextStep: parameter.ConstraintDescription ?? parameter.Description ?? 'give a value that fits',
    });
  }
  return isList(parameter.Type)
    ? text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '')
    : text;
}

/**
 * What an account answers whose Parameter Store does not hold the parameter: this one has no Parameter Store. The CDK's
 * default synthesizer asks it for the version of its bootstrap stack.
 */
function noParameterStore(name: string, parameter: TemplateParameter, given: string | undefined, file: string): Error {
  const key = given ?? String(parameter.Default ?? '');
  return provisionError({
    code: 'PROVISION_PARAMETER',
    message: `${file}: parameter ${name} (${parameter.Type}): Unable to fetch parameters [${key}] from parameter store for this account.`,
    likelyCause: 'this lake has no Systems Manager',
    nextStep:
      name === 'BootstrapVersion'
        ? 'synthesise without it: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }), or CliCredentialsStackSynthesizer'
        : 'make it a parameter of type String and give its value',
  });
}

function networkDefault(type: string): string | undefined {
  switch (type) {
    case 'AWS::EC2::VPC::Id':
      return defaultNetwork.vpcId;
    case 'AWS::EC2::Subnet::Id':
      return defaultNetwork.subnetIds[0];
    case 'List<AWS::EC2::Subnet::Id>':
      return defaultNetwork.subnetIds.join(',');
    default:
      return undefined;
  }
}

const KNOWN_TYPES: Readonly<Record<string, RegExp | undefined>> = {
  String: undefined,
  Number: /^-?\d+(\.\d+)?$/,
  CommaDelimitedList: undefined,
  'List<Number>': /^\s*-?\d+(\.\d+)?\s*(,\s*-?\d+(\.\d+)?\s*)*$/,
  'AWS::EC2::VPC::Id': /^vpc-[0-9a-f]{8,17}$/,
  'AWS::EC2::Subnet::Id': /^subnet-[0-9a-f]{8,17}$/,
  'List<AWS::EC2::Subnet::Id>': /^\s*subnet-[0-9a-f]{8,17}\s*(,\s*subnet-[0-9a-f]{8,17}\s*)*$/,
};

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<');
}

function brokenConstraint(parameter: TemplateParameter, text: string): string | undefined {
  if (!Object.hasOwn(KNOWN_TYPES, parameter.Type))
    return `this lake does not know the parameter type ${parameter.Type}`;
  const form = KNOWN_TYPES[parameter.Type];
  if (form !== undefined && !form.test(text)) return `does not look like ${parameter.Type}`;
  const { AllowedValues: allowed, AllowedPattern: pattern } = parameter;
  if (allowed !== undefined && !allowed.some((value) => String(value) === text)) {
    return `must be one of ${allowed.map(String).join(', ')}`;
  }
  // CloudFormation matches the whole value, whether the pattern is anchored or not.
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(text)) return `must match ${pattern}`;
  if (parameter.MinLength !== undefined && text.length < parameter.MinLength)
    return `shorter than ${parameter.MinLength}`;
  if (parameter.MaxLength !== undefined && text.length > parameter.MaxLength)
    return `longer than ${parameter.MaxLength}`;
  if (parameter.MinValue !== undefined && Number(text) < parameter.MinValue) return `less than ${parameter.MinValue}`;
  if (parameter.MaxValue !== undefined && Number(text) > parameter.MaxValue) return `more than ${parameter.MaxValue}`;
  return undefined;
}
