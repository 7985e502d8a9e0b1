import type { ListStackResourcesInput, ListStackResourcesOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { resourceSummary } from './shapes.js';
import { type CloudFormationState, stackNamed } from './state.js';

/** All resources of a stack by name. Source: CloudFormation API Reference, "ListStackResources". */
export const listStackResources = (
  state: CloudFormationState,
): Action<ListStackResourcesInput, ListStackResourcesOutput> =>
  cloudFormationAction(state, {
    operation: 'ListStackResources',
    readOnly: true,
    about: 'stack',
    handle: ({ StackName, NextToken }) => {
      const stack = stackNamed(state, StackName);
      const sorted = [...stack.resources.values()].toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
      const { items, nextToken } = page(sorted, ({ logicalId }) => logicalId, {
        nextToken: NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: stack.id,
        errorCode: 'ValidationError',
      });
      return { StackResourceSummaries: items.map(resourceSummary), NextToken: nextToken };
    },
  });
