import type { BatchCreatePartitionCommandInput, BatchCreatePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { addPartition, tableForPartitions } from './add-partition.js';
import { errorDetail, settleEach } from './batch.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

/** Each partition stands alone: those that cannot be made are named in `Errors`. */
export const batchCreatePartition = (
  state: GlueState,
): Action<BatchCreatePartitionCommandInput, BatchCreatePartitionResponse> =>
  glueAction(state, {
    operation: 'BatchCreatePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const owner = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      const failed = settleEach(input.PartitionInputList ?? [], (partition) =>
        addPartition(state, owner, partition, exchange),
      );
      return {
        Errors: failed.map(({ item, error }) => ({
          PartitionValues: item.Values ?? [],
          ErrorDetail: errorDetail(error),
        })),
      };
    },
  });
