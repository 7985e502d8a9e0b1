import type { GetDatabaseCommandInput, GetDatabaseResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import { shownDatabase } from './shown-database.js';
import type { GlueState } from './state.js';
import { visibleDatabase } from './visibility.js';

export const getDatabase = (state: GlueState): Action<GetDatabaseCommandInput, GetDatabaseResponse> =>
  glueAction(state, {
    operation: 'GetDatabase',
    readOnly: true,
    subject: (input) => ({ databaseName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const database = visibleDatabase(state, input.Name ?? '', exchange);
      return { Database: shownDatabase(state, database, exchange) };
    },
  });
