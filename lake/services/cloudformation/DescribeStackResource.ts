import type { DescribeStackResourceInput, DescribeStackResourceOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { validationError } from './errors.js';
import { resourceSummary } from './shapes.js';
import { type CloudFormationState, stackNamed } from './state.js';

/** One resource of a stack, with its metadata. Source: CloudFormation API Reference, "DescribeStackResource". */
export const describeStackResource = (
  state: CloudFormationState,
): Action<DescribeStackResourceInput, DescribeStackResourceOutput> =>
  cloudFormationAction(state, {
    operation: 'DescribeStackResource',
    readOnly: true,
    about: 'stack',
    handle: ({ StackName, LogicalResourceId = '' }) => {
      const stack = stackNamed(state, StackName);
      const resource = stack.resources.get(LogicalResourceId);
      if (resource === undefined) {
        throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.name}`);
      }
      return {
        StackResourceDetail: {
          StackName: stack.name,
          StackId: stack.id,
          ...resourceSummary(resource),
          LastUpdatedTimestamp: resource.updatedAt,
          Metadata: resource.metadata === undefined ? undefined : JSON.stringify(resource.metadata),
        },
      };
    },
  });
