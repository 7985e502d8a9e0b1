import type { ListExportsInput, ListExportsOutput } from '@aws-sdk/client-cloudformation';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { cloudFormationAction } from './cloudformation-action.js';
import type { CloudFormationState } from './state.js';

/** What the account's stacks export. Source: CloudFormation API Reference, "ListExports". */
export const listExports = (state: CloudFormationState): Action<ListExportsInput, ListExportsOutput> =>
  cloudFormationAction(state, {
    operation: 'ListExports',
    readOnly: true,
    about: 'any',
    handle: ({ NextToken }) => {
      const { items, nextToken } = page(state.stacks.exports(), ({ name }) => name, {
        nextToken: NextToken,
        maxResults: undefined,
        defaultSize: 100,
        question: 'ListExports',
        errorCode: 'ValidationError',
      });
      return {
        Exports: items.map(({ name, value, stack }) => ({ ExportingStackId: stack.id, Name: name, Value: value })),
        NextToken: nextToken,
      };
    },
  });
