import type { GetPartitionIndexesCommandInput, GetPartitionIndexesResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import { partitionsOf } from './partitions-of.js';
import type { GlueState } from './state.js';

/** An index cannot be made here (CreateTable with PartitionIndexes answers NotImplemented), so there is none to list. */
export const getPartitionIndexes = (
  state: GlueState,
): Action<GetPartitionIndexesCommandInput, GetPartitionIndexesResponse> =>
  glueAction(state, {
    operation: 'GetPartitionIndexes',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      partitionsOf(state, input.DatabaseName, input.TableName, exchange);
      return { PartitionIndexDescriptorList: [] };
    },
  });
