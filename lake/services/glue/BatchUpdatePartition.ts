import type { BatchUpdatePartitionCommandInput, BatchUpdatePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { tableForPartitions } from './add-partition.js';
import { errorDetail, settleEach } from './batch.js';
import { changePartition } from './change-partition.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

/** Each partition stands alone: those that cannot be changed are named in `Errors`. */
export const batchUpdatePartition = (
  state: GlueState,
): Action<BatchUpdatePartitionCommandInput, BatchUpdatePartitionResponse> =>
  glueAction(state, {
    operation: 'BatchUpdatePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const owner = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      const failed = settleEach(input.Entries ?? [], (entry) =>
        changePartition(
          state,
          owner,
          { values: entry.PartitionValueList ?? [], input: entry.PartitionInput },
          exchange,
        ),
      );
      return {
        Errors: failed.map(({ item, error }) => ({
          PartitionValueList: item.PartitionValueList ?? [],
          ErrorDetail: errorDetail(error),
        })),
      };
    },
  });
