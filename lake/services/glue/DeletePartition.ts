import type { DeletePartitionCommandInput, DeletePartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { tableForPartitions } from './add-partition.js';
import { partitionNotFound } from './errors.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';

export const deletePartition = (state: GlueState): Action<DeletePartitionCommandInput, DeletePartitionResponse> =>
  glueAction(state, {
    operation: 'DeletePartition',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const { table } = tableForPartitions(state, input.DatabaseName, input.TableName, exchange);
      const wasThere = state.catalogue.deletePartition(table.databaseName, table.name, input.PartitionValues ?? []);
      if (!wasThere) throw partitionNotFound();
      return {};
    },
  });
