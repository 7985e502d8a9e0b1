import type { DescribeStackResourcesInput, DescribeStackResourcesOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import type { Stack } from '../../provision/stack.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { validationError } from './errors.js';
import { resourceSummary } from './shapes.js';
import { type CloudFormationState, stackNamed } from './state.js';

/** The API shows the first hundred ("DescribeStackResources"). */
const MAX_RESOURCES = 100;

/** The resources of a stack, which may be named by one of them. Source: CloudFormation API Reference. */
export const describeStackResources = (
  state: CloudFormationState,
): Action<DescribeStackResourcesInput, DescribeStackResourcesOutput> =>
  cloudFormationAction(state, {
    operation: 'DescribeStackResources',
    readOnly: true,
    about: 'stack',
    handle: (input) => {
      const stack = stackOf(state, input);
      const found = [...stack.resources.values()].filter(
        ({ logicalId }) => input.LogicalResourceId === undefined || input.LogicalResourceId === logicalId,
      );
      return {
        StackResources: found.slice(0, MAX_RESOURCES).map((resource) => {
          const { LastUpdatedTimestamp, ...summary } = resourceSummary(resource);
          return { StackName: stack.name, StackId: stack.id, ...summary, Timestamp: LastUpdatedTimestamp };
        }),
      };
    },
  });

function stackOf(state: CloudFormationState, input: DescribeStackResourcesInput): Stack {
  if (input.PhysicalResourceId === undefined) {
    if (input.StackName === undefined)
      throw validationError('Either StackName or PhysicalResourceId must be specified.');
    return stackNamed(state, input.StackName);
  }
  if (input.StackName !== undefined)
    throw validationError('You cannot specify both StackName and PhysicalResourceId in the same request.');
  const owner = state.stacks
    .all()
    .find(({ resources }) =>
      [...resources.values()].some((one) => one.provided?.physicalId === input.PhysicalResourceId),
    );
  if (owner === undefined) throw validationError(`Stack for ${input.PhysicalResourceId} does not exist`);
  return owner;
}
