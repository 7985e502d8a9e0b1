import type { DescribeStackEventsInput, DescribeStackEventsOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { eventShape } from './shapes.js';
import { type CloudFormationState, stackNamed } from './state.js';

/** What happened to a stack, the latest first. Source: CloudFormation API Reference, "DescribeStackEvents". */
export const describeStackEvents = (
  state: CloudFormationState,
): Action<DescribeStackEventsInput, DescribeStackEventsOutput> =>
  cloudFormationAction(state, {
    operation: 'DescribeStackEvents',
    readOnly: true,
    about: 'stack',
    handle: ({ StackName, NextToken }) => {
      const stack = stackNamed(state, StackName);
      const keyed = stack.events.map((event, index) => ({ event, key: String(index).padStart(8, '0') })).reverse();
      const { items, nextToken } = page(keyed, ({ key }) => key, {
        nextToken: NextToken,
        maxResults: undefined,
        defaultSize: 100,
        descending: true,
        question: stack.id,
        errorCode: 'ValidationError',
      });
      return { StackEvents: items.map(({ event }) => eventShape(stack, event)), NextToken: nextToken };
    },
  });
