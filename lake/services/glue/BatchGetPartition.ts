import type { BatchGetPartitionCommandInput, BatchGetPartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import { partitionShape } from './partition-shape.js';
import { partitionsOf } from './partitions-of.js';
import type { GlueState } from './state.js';

/** Those that are there, in the order asked; one that is not there is left out (inferred: it is neither an error nor unprocessed). */
export const batchGetPartition = (state: GlueState): Action<BatchGetPartitionCommandInput, BatchGetPartitionResponse> =>
  glueAction(state, {
    operation: 'BatchGetPartition',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const { record, access, partitions } = partitionsOf(state, input.DatabaseName, input.TableName, exchange);
      const byValues = new Map(partitions.map((one) => [JSON.stringify(one.partition.values), one]));
      const facts = { catalogId: state.account.accountId, withoutColumns: false };
      return {
        Partitions: (input.PartitionsToGet ?? []).flatMap((wanted) => {
          const found = byValues.get(JSON.stringify(wanted.Values ?? []));
          return found === undefined ? [] : [partitionShape(record, found, access, facts)];
        }),
        UnprocessedKeys: [],
      };
    },
  });
