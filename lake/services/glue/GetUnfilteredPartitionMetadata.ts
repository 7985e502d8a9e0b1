import type {
  GetUnfilteredPartitionMetadataCommandInput,
  GetUnfilteredPartitionMetadataResponse,
} from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { partitionNotFound } from './errors.js';
import { glueAction } from './glue-action.js';
import { partitionShape } from './partition-shape.js';
import type { GlueState } from './state.js';
import { unfilteredTable } from './unfiltered.js';

/** IAM knows it as glue:GetPartition (Glue API, GetUnfilteredPartitionMetadata). */
export const getUnfilteredPartitionMetadata = (
  state: GlueState,
): Action<GetUnfilteredPartitionMetadataCommandInput, GetUnfilteredPartitionMetadataResponse> =>
  glueAction(state, {
    operation: 'GetUnfilteredPartitionMetadata',
    iamAction: 'GetPartition',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const wanted = {
        databaseName: input.DatabaseName,
        tableName: input.TableName,
        supported: input.SupportedPermissionTypes,
      };
      const { record, access, whole, isRegistered } = unfilteredTable(state, wanted, exchange);
      const { databaseName, name } = record.table;
      const found = state.catalogue.partitionRecord(databaseName, name, input.PartitionValues ?? []);
      if (found === undefined) throw partitionNotFound();
      const facts = { catalogId: state.account.accountId, withoutColumns: false };
      return {
        Partition: partitionShape(record, found, whole, facts),
        AuthorizedColumns: [...access.selectable],
        IsRegisteredWithLakeFormation: isRegistered,
      };
    },
  });
