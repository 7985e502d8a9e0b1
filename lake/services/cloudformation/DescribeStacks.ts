import type { DescribeStacksInput, DescribeStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { stackShape } from './shapes.js';
import { type CloudFormationState, stackNamed } from './state.js';

/** One stack, or all that are there. Source: CloudFormation API Reference, "DescribeStacks". */
export const describeStacks = (state: CloudFormationState): Action<DescribeStacksInput, DescribeStacksOutput> =>
  cloudFormationAction(state, {
    operation: 'DescribeStacks',
    readOnly: true,
    about: 'stack',
    handle: (input) => {
      if (input.StackName !== undefined) return { Stacks: [stackShape(stackNamed(state, input.StackName))] };
      const present = state.stacks.all().filter(({ deletedAt }) => deletedAt === undefined);
      const sorted = present.toSorted((a, b) => (a.id < b.id ? -1 : 1));
      const { items, nextToken } = page(sorted, ({ id }) => id, {
        nextToken: input.NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: 'DescribeStacks',
        errorCode: 'ValidationError',
      });
      return { Stacks: items.map(stackShape), NextToken: nextToken };
    },
  });
