import type { GetPartitionsCommandInput, GetPartitionsResponse, Segment } from '@aws-sdk/client-glue';
import { sha256OfJson } from '../../../core/digest.js';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import type { PartitionRecord } from './catalogue.js';
import { invalidInput } from './errors.js';
import { glueAction } from './glue-action.js';
import { partitionFilter } from './partition-expression/filter.js';
import { partitionShape } from './partition-shape.js';
import { partitionsOf } from './partitions-of.js';
import type { GlueState } from './state.js';

const PAGE_SIZE = 1000;

/** The partitions of a visible table that the expression picks, or one of several even shares of them. */
export const getPartitions = (state: GlueState): Action<GetPartitionsCommandInput, GetPartitionsResponse> =>
  glueAction(state, {
    operation: 'GetPartitions',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const { record, access, partitions } = partitionsOf(state, input.DatabaseName, input.TableName, exchange);
      const isWanted = partitionFilter(record.table.partitionKeys, input.Expression);
      const isInShare = shareOf(input.Segment);
      const wanted = partitions.filter((one) => isWanted(one.partition.values) && isInShare(one));
      const result = page(wanted, (one) => JSON.stringify(one.partition.values), {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: [
          record.table.databaseName,
          record.table.name,
          input.Expression,
          input.Segment,
          exchange.caller.principalArn,
        ],
        errorCode: 'InvalidInputException',
      });
      const facts = { catalogId: state.account.accountId, withoutColumns: input.ExcludeColumnSchema === true };
      return {
        Partitions: result.items.map((one) => partitionShape(record, one, access, facts)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });

/** Parallel readers take one segment each; a partition is in the same one whatever comes and goes beside it. */
function shareOf(segment: Segment | undefined): (record: PartitionRecord) => boolean {
  if (segment === undefined) return () => true;
  const { SegmentNumber: number = 0, TotalSegments: total = 1 } = segment;
  if (number >= total) throw invalidInput('SegmentNumber must be less than TotalSegments.');
  return (record) => Number.parseInt(sha256OfJson([...record.partition.values]).slice(0, 8), 16) % total === number;
}
