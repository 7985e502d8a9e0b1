import type { GetTableVersionsCommandInput, GetTableVersionsResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { tableShape } from './table-shape.js';
import { visibleTable } from './visibility.js';

const PAGE_SIZE = 100;

/** Newest first. Old versions show a column only if the caller sees a column of that name today. */
export const getTableVersions = (state: GlueState): Action<GetTableVersionsCommandInput, GetTableVersionsResponse> =>
  glueAction(state, {
    operation: 'GetTableVersions',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const { record, access } = visibleTable(state, input.DatabaseName ?? '', input.TableName ?? '', exchange);
      const facts = { catalogId: state.account.accountId, isRegistered: false };
      const versions = [record, ...record.archive].map((version, index) => ({
        // Counts up from the newest, so that pages keep their order.
        key: String(index).padStart(9, '0'),
        version: { VersionId: version.table.versionId, Table: tableShape(version, access, facts) },
      }));
      const result = page(versions, (entry) => entry.key, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: [record.table.databaseName, record.table.name, exchange.caller.principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        TableVersions: result.items.map((entry) => entry.version),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
