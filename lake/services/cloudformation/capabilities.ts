import type { Capability } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../model/aws-error.js';
import type { Template } from '../../provision/template.js';

/** Types that need the deployer's word, with the property that names one (CloudFormation API, CreateStack, Capabilities). */
const IAM_TYPES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** The capabilities that a template needs, with the types that are the reason. */
export function neededCapabilities(template: Template): {
  readonly capabilities: readonly Capability[];
  readonly reason: string | undefined;
} {
  const found = Object.values(template.Resources).filter(({ Type }) => Object.hasOwn(IAM_TYPES, Type));
  if (found.length === 0) return { capabilities: [], reason: undefined };
  const isNamed = found.some(({ Type, Properties }) => {
    const name = IAM_TYPES[Type];
    return name !== undefined && Object.hasOwn(Properties ?? {}, name);
  });
  const types = [...new Set(found.map(({ Type }) => Type))].toSorted();
  return {
    capabilities: [isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'],
    reason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}

/** Throws InsufficientCapabilitiesException. CAPABILITY_NAMED_IAM stands for CAPABILITY_IAM too. */
export function checkCapabilities(template: Template, given: readonly Capability[]): void {
  const missing = neededCapabilities(template).capabilities.filter(
    (needed) => !given.includes(needed) && !given.includes('CAPABILITY_NAMED_IAM'),
  );
  if (missing.length === 0) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${missing.join(', ')}]`);
}
