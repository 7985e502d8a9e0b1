import type { DeleteTableCommandInput, DeleteTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { requirePermission, visibleTable } from './visibility.js';

/** Partitions, versions and all grants on the table go with it. */
export const deleteTable = (state: GlueState): Action<DeleteTableCommandInput, DeleteTableResponse> =>
  glueAction(state, {
    operation: 'DeleteTable',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const { table } = visibleTable(state, input.DatabaseName ?? '', input.Name ?? '', exchange).record;
      requirePermission(state, exchange, ['DROP'], table.databaseName, table.name);
      state.catalogue.deleteTable(table.databaseName, table.name);
      state.permissions().tableDropped(table.databaseName, table.name);
      return {};
    },
  });
