import type { BatchDeleteTableCommandInput, BatchDeleteTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { errorDetail, settleEach } from './batch.js';
import { dropTable } from './drop-table.js';
import { glueAction } from './glue-action.js';
import { reachDatabase } from './links.js';
import type { GlueState } from './state.js';

/** Each table stands alone: those that cannot be deleted are named in `Errors`. */
export const batchDeleteTable = (state: GlueState): Action<BatchDeleteTableCommandInput, BatchDeleteTableResponse> =>
  glueAction(state, {
    operation: 'BatchDeleteTable',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: '*' }),
    handle: (input, exchange) => {
      reachDatabase(state, input.DatabaseName ?? '', exchange);
      const failed = settleEach(input.TablesToDelete ?? [], (name) =>
        dropTable(state, input.DatabaseName, name, exchange),
      );
      return { Errors: failed.map(({ item, error }) => ({ TableName: item, ErrorDetail: errorDetail(error) })) };
    },
  });
