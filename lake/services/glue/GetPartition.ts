import type { GetPartitionCommandInput, GetPartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { partitionNotFound } from './errors.js';
import { glueAction } from './glue-action.js';
import { partitionShape } from './partition-shape.js';
import { partitionsOf, partitionWith } from './partitions-of.js';
import type { GlueState } from './state.js';

export const getPartition = (state: GlueState): Action<GetPartitionCommandInput, GetPartitionResponse> =>
  glueAction(state, {
    operation: 'GetPartition',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const read = partitionsOf(state, input.DatabaseName, input.TableName, exchange);
      const partition = partitionWith(read, input.PartitionValues ?? []);
      if (partition === undefined) throw partitionNotFound();
      const facts = { catalogId: state.account.accountId, withoutColumns: false };
      return { Partition: partitionShape(read.record, partition, read.access, facts) };
    },
  });
