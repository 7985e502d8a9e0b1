import { randomUUID } from 'node:crypto';
import type { GetUnfilteredTableMetadataCommandInput, GetUnfilteredTableMetadataResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { tableArn } from './arns.js';
import { cellFilters } from './cell-filters.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { tableShape } from './table-shape.js';
import { unfilteredTable } from './unfiltered.js';

/**
 * The whole table with what the engine is to enforce. IAM knows it as glue:GetTable (Glue API,
 * GetUnfilteredTableMetadata). Empty AuthorizedColumns: the caller may describe the table only.
 */
export const getUnfilteredTableMetadata = (
  state: GlueState,
): Action<GetUnfilteredTableMetadataCommandInput, GetUnfilteredTableMetadataResponse> =>
  glueAction(state, {
    operation: 'GetUnfilteredTableMetadata',
    iamAction: 'GetTable',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const wanted = {
        databaseName: input.DatabaseName,
        tableName: input.Name,
        supported: input.SupportedPermissionTypes,
      };
      const { record, access, whole, isRegistered } = unfilteredTable(state, wanted, exchange);
      const { databaseName, name } = record.table;
      return {
        Table: tableShape(record, whole, { catalogId: state.account.accountId, isRegistered }),
        AuthorizedColumns: [...access.selectable],
        IsRegisteredWithLakeFormation: isRegistered,
        QueryAuthorizationId: randomUUID(),
        IsMultiDialectView: false,
        ResourceArn: tableArn(state.account, databaseName, name),
        IsProtected: false,
        Permissions: access.selectable.length > 0 ? ['SELECT'] : [],
        ...cellFilters(access),
      };
    },
  });
