import type { UpdatePartitionCommandInput, UpdatePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { tableForPartitions } from './add-partition.js';
import { changePartition } from './change-partition.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

export const updatePartition = (state: GlueState): Action<UpdatePartitionCommandInput, UpdatePartitionResponse> =>
  glueAction(state, {
    operation: 'UpdatePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const owner = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      changePartition(state, owner, { values: input.PartitionValueList ?? [], input: input.PartitionInput }, exchange);
      return {};
    },
  });
