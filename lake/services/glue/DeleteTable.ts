import type { DeleteTableCommandInput, DeleteTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { dropTable } from './drop-table.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

export const deleteTable = (state: GlueState): Action<DeleteTableCommandInput, DeleteTableResponse> =>
  glueAction(state, {
    operation: 'DeleteTable',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.Name ?? '' }),
    handle: (input, exchange) => {
      dropTable(state, input.DatabaseName, input.Name, exchange);
      return {};
    },
  });
