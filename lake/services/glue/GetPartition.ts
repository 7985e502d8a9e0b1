import type { GetPartitionCommandInput, GetPartitionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { partitionNotFound } from './errors.js';
import { glueAction } from './glue-action.js';
import { partitionShape } from './partition-shape.js';
import type { GlueState } from './state.js';
import { visibleTable } from './visibility.js';

export const getPartition = (state: GlueState): Action<GetPartitionCommandInput, GetPartitionResponse> =>
  glueAction(state, {
    operation: 'GetPartition',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const { record, access } = visibleTable(state, input.DatabaseName ?? '', input.TableName ?? '', exchange);
      const { databaseName, name } = record.table;
      const partition = state.catalogue.partitionRecord(databaseName, name, input.PartitionValues ?? []);
      if (partition === undefined) throw partitionNotFound();
      const facts = { catalogId: state.account.accountId, withoutColumns: false };
      return { Partition: partitionShape(record, partition, access, facts) };
    },
  });
