import type { BatchCreatePartitionCommandInput, BatchCreatePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { addPartition, tableForPartitions } from './add-partition.js';
import { invalidInput } from './errors.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

/** Glue API, BatchCreatePartition, "PartitionInputList": up to 100 items. */
const MAX_PARTITIONS = 100;

/** Each partition stands alone: those that cannot be made are named in `Errors`. */
export const batchCreatePartition = (
  state: GlueState,
): Action<BatchCreatePartitionCommandInput, BatchCreatePartitionResponse> =>
  glueAction(state, {
    operation: 'BatchCreatePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const inputs = input.PartitionInputList ?? [];
      if (inputs.length > MAX_PARTITIONS) throw invalidInput(`At most ${MAX_PARTITIONS} partitions can be created.`);
      const owner = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      const errors = inputs.flatMap((partition) => {
        try {
          addPartition(state, owner, partition, exchange);
          return [];
        } catch (thrown) {
          if (!(thrown instanceof AwsError)) throw thrown;
          const detail = { ErrorCode: thrown.code, ErrorMessage: thrown.message };
          return [{ PartitionValues: partition.Values ?? [], ErrorDetail: detail }];
        }
      });
      return { Errors: errors };
    },
  });
