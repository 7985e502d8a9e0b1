import type { ListStacksInput, ListStacksOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { stackSummary } from './shapes.js';
import type { CloudFormationState } from './state.js';

/** Stacks, those that were deleted among them. Source: CloudFormation API Reference, "ListStacks". */
export const listStacks = (state: CloudFormationState): Action<ListStacksInput, ListStacksOutput> =>
  cloudFormationAction(state, {
    operation: 'ListStacks',
    readOnly: true,
    about: 'any',
    handle: ({ StackStatusFilter: wanted, NextToken }) => {
      const found = state.stacks.all().filter(({ status }) => wanted === undefined || wanted.includes(status));
      const keyed = found.map((stack) => ({ stack, key: `${stack.createdAt.toISOString()} ${stack.id}` }));
      const sorted = keyed.toSorted((a, b) => (a.key < b.key ? 1 : -1));
      const { items, nextToken } = page(sorted, ({ key }) => key, {
        nextToken: NextToken,
        maxResults: undefined,
        defaultSize: 100,
        descending: true,
        question: wanted,
        errorCode: 'ValidationError',
      });
      return { StackSummaries: items.map(({ stack }) => stackSummary(stack)), NextToken: nextToken };
    },
  });
