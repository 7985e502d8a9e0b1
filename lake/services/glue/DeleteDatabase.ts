import type { DeleteDatabaseCommandInput, DeleteDatabaseResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { databaseArn } from './arns.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { requirePermission, visibleDatabase } from './visibility.js';

/** Tables and their partitions go with it (Glue API, DeleteDatabase), and so do all grants on them. */
export const deleteDatabase = (state: GlueState): Action<DeleteDatabaseCommandInput, DeleteDatabaseResponse> =>
  glueAction(state, {
    operation: 'DeleteDatabase',
    readOnly: false,
    subject: (input) => ({ databaseName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const { name } = visibleDatabase(state, input.Name ?? '', exchange);
      requirePermission(state, exchange, ['DROP'], name);
      state.catalogue.deleteDatabase(name);
      state.tags.delete(databaseArn(state.account, name));
      state.permissions().databaseDropped(name);
      return {};
    },
  });
