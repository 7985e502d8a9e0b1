import type { ListChangeSetsInput, ListChangeSetsOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import { changeSetSummary } from './shapes.js';
import { type CloudFormationState, stackNamed } from './state.js';

/** A stack's change sets by name. Source: CloudFormation API Reference, "ListChangeSets". */
export const listChangeSets = (state: CloudFormationState): Action<ListChangeSetsInput, ListChangeSetsOutput> =>
  cloudFormationAction(state, {
    operation: 'ListChangeSets',
    readOnly: true,
    about: 'stack',
    handle: ({ StackName, NextToken }) => {
      const stack = stackNamed(state, StackName);
      const sorted = [...stack.changeSets.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const { items, nextToken } = page(sorted, ({ name }) => name, {
        nextToken: NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: stack.id,
        errorCode: 'ValidationError',
      });
      return { Summaries: items.map((changeSet) => changeSetSummary(stack, changeSet)), NextToken: nextToken };
    },
  });
