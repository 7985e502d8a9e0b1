import type { GetDatabasesCommandInput, GetDatabasesResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import { shownDatabase } from './shown-database.js';
import type { GlueState } from './state.js';

const PAGE_SIZE = 100;

/** The databases that Lake Formation shows to the caller (Lake Formation Developer Guide, "metadata-permissions"). */
export const getDatabases = (state: GlueState): Action<GetDatabasesCommandInput, GetDatabasesResponse> =>
  glueAction(state, {
    operation: 'GetDatabases',
    readOnly: true,
    subject: () => ({ databaseName: '*' }),
    handle: (input, exchange) => {
      if (input.ResourceShareType === 'FOREIGN') throw notImplemented('glue:GetDatabases of other accounts');
      const { principalArn } = exchange.caller;
      const visible = state.catalogue
        .databases()
        .filter((database) => input.ResourceShareType !== 'FEDERATED' || database.federation !== undefined)
        .filter((database) => state.permissions().databaseVisible(principalArn, database.name));
      const result = page(visible, (database) => database.name, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: principalArn,
        errorCode: 'InvalidInputException',
      });
      return {
        DatabaseList: result.items.map((database) => shownDatabase(state, database, exchange)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
