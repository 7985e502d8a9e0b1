import type { CreatePartitionCommandInput, CreatePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { addPartition, tableForPartitions } from './add-partition.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

export const createPartition = (state: GlueState): Action<CreatePartitionCommandInput, CreatePartitionResponse> =>
  glueAction(state, {
    operation: 'CreatePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const owner = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      addPartition(state, owner, input.PartitionInput, exchange);
      return {};
    },
  });
