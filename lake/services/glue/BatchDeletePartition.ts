import type { BatchDeletePartitionCommandInput, BatchDeletePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { tableForPartitions } from './add-partition.js';
import { errorDetail, settleEach } from './batch.js';
import { partitionNotFound } from './errors.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

/** Each partition stands alone: those that cannot be deleted are named in `Errors`. */
export const batchDeletePartition = (
  state: GlueState,
): Action<BatchDeletePartitionCommandInput, BatchDeletePartitionResponse> =>
  glueAction(state, {
    operation: 'BatchDeletePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const { table } = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      const failed = settleEach(input.PartitionsToDelete ?? [], (partition) => {
        const wasThere = state.catalogue.deletePartition(table.databaseName, table.name, partition.Values ?? []);
        if (!wasThere) throw partitionNotFound();
      });
      return {
        Errors: failed.map(({ item, error }) => ({
          PartitionValues: item.Values ?? [],
          ErrorDetail: errorDetail(error),
        })),
      };
    },
  });
