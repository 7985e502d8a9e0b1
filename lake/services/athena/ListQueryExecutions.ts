import type { ListQueryExecutionsInput, ListQueryExecutionsOutput } from '@aws-sdk/client-athena';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { athenaAction } from './athena-action.js';
import { knownWorkGroup } from './known-work-group.js';
import type { AthenaState } from './state.js';

/** Of one workgroup, newest first, 50 a page. */
export const listQueryExecutions = (state: AthenaState): Action<ListQueryExecutionsInput, ListQueryExecutionsOutput> =>
  athenaAction({
    operation: 'ListQueryExecutions',
    readOnly: true,
    authorize: ({ WorkGroup }) => [
      { action: 'athena:ListQueryExecutions', resource: state.workGroupArn(WorkGroup ?? 'primary') },
    ],
    handle: ({ WorkGroup, NextToken, MaxResults }) => {
      const { name } = knownWorkGroup(state, WorkGroup ?? 'primary');
      const all = state.ofWorkGroup(name).filter(({ id }) => state.find(id) !== undefined);
      // A key that falls with age, so that queries started between two pages repeat nothing.
      const keyed = all.map((execution, at) => ({ execution, key: String(all.length - at).padStart(12, '0') }));
      const shown = page(keyed, ({ key }) => key, {
        nextToken: NextToken,
        maxResults: MaxResults === 0 ? undefined : MaxResults,
        defaultSize: 50,
        descending: true,
        question: name,
        errorCode: 'InvalidRequestException',
      });
      return {
        QueryExecutionIds: shown.items.map(({ execution }) => execution.id),
        ...(shown.nextToken === undefined ? {} : { NextToken: shown.nextToken }),
      };
    },
  });
