import type { GetPartitionsCommandInput, GetPartitionsResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import { partitionShape } from './partition-shape.js';
import type { GlueState } from './state.js';
import { visibleTable } from './visibility.js';

const PAGE_SIZE = 1000;

/** Every partition of a visible table: Lake Formation cannot hide partition values ("data-filtering-notes"). */
export const getPartitions = (state: GlueState): Action<GetPartitionsCommandInput, GetPartitionsResponse> =>
  glueAction(state, {
    operation: 'GetPartitions',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      if (input.Expression !== undefined && input.Expression !== '') {
        throw notImplemented('glue:GetPartitions with Expression');
      }
      if (input.Segment !== undefined) throw notImplemented('glue:GetPartitions with Segment');
      const { record, access } = visibleTable(state, input.DatabaseName ?? '', input.TableName ?? '', exchange);
      const { databaseName, name } = record.table;
      const all = state.catalogue.partitionRecords(databaseName, name);
      const result = page(all, (partition) => JSON.stringify(partition.partition.values), {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: [databaseName, name, exchange.caller.principalArn],
        errorCode: 'InvalidInputException',
      });
      const facts = { catalogId: state.account.accountId, withoutColumns: input.ExcludeColumnSchema === true };
      return {
        Partitions: result.items.map((partition) => partitionShape(record, partition, access, facts)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
