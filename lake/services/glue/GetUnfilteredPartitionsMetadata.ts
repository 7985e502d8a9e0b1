import type {
  GetUnfilteredPartitionsMetadataCommandInput,
  GetUnfilteredPartitionsMetadataResponse,
} from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import { partitionFilter } from './partition-expression/filter.js';
import { partitionShape } from './partition-shape.js';
import type { GlueState } from './state.js';
import { unfilteredTable } from './unfiltered.js';

const PAGE_SIZE = 1000;

/** IAM knows it as glue:GetPartitions (Glue API, GetUnfilteredPartitionsMetadata). */
export const getUnfilteredPartitionsMetadata = (
  state: GlueState,
): Action<GetUnfilteredPartitionsMetadataCommandInput, GetUnfilteredPartitionsMetadataResponse> =>
  glueAction(state, {
    operation: 'GetUnfilteredPartitionsMetadata',
    iamAction: 'GetPartitions',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      if (input.Segment !== undefined) throw notImplemented('glue:GetUnfilteredPartitionsMetadata with Segment');
      const wanted = {
        databaseName: input.DatabaseName,
        tableName: input.TableName,
        supported: input.SupportedPermissionTypes,
      };
      const { record, access, whole, isRegistered } = unfilteredTable(state, wanted, exchange);
      const { databaseName, name, partitionKeys } = record.table;
      const isWanted = partitionFilter(partitionKeys, input.Expression);
      const found = state.catalogue
        .partitionRecords(databaseName, name)
        .filter((one) => isWanted(one.partition.values));
      const result = page(found, (one) => JSON.stringify(one.partition.values), {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: [databaseName, name, input.Expression, exchange.caller.principalArn],
        errorCode: 'InvalidInputException',
      });
      const facts = { catalogId: state.account.accountId, withoutColumns: false };
      return {
        UnfilteredPartitions: result.items.map((one) => ({
          Partition: partitionShape(record, one, whole, facts),
          AuthorizedColumns: [...access.selectable],
          IsRegisteredWithLakeFormation: isRegistered,
        })),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
