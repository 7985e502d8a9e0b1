import type { ListWorkGroupsInput, ListWorkGroupsOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { athenaAction } from './athena-action.js';
import type { AthenaState } from './state.js';
import { summaryShape } from './work-group.js';

/** Sorted by name, 50 a page (API reference, ListWorkGroups; order recorded from Athena). */
export const listWorkGroups = (state: AthenaState): Action<ListWorkGroupsInput, ListWorkGroupsOutput> =>
  athenaAction({
    operation: 'ListWorkGroups',
    readOnly: true,
    authorize: () => [{ action: 'athena:ListWorkGroups', resource: '*' }],
    handle: ({ NextToken, MaxResults }) => {
      const sorted = [...state.workGroups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
      const shown = page(sorted, ({ name }) => name, {
        nextToken: NextToken,
        maxResults: MaxResults,
        defaultSize: 50,
        question: 'ListWorkGroups',
        errorCode: 'InvalidRequestException',
      });
      return {
        WorkGroups: shown.items.map(summaryShape),
        ...(shown.nextToken === undefined ? {} : { NextToken: shown.nextToken }),
      };
    },
  });
