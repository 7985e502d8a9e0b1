import type { GetTableVersionsCommandInput, GetTableVersionsResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { tableWithVersions, versionShape, versionsOf } from './table-versions.js';

const PAGE_SIZE = 100;

/** Newest first. */
export const getTableVersions = (state: GlueState): Action<GetTableVersionsCommandInput, GetTableVersionsResponse> =>
  glueAction(state, {
    operation: 'GetTableVersions',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const record = tableWithVersions(state, input.DatabaseName, input.TableName, exchange);
      const result = page(versionsOf(record), (version) => version.table.versionId.padStart(9, '0'), {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        descending: true,
        question: [record.table.databaseName, record.table.name, exchange.caller.principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        TableVersions: result.items.map((version) => versionShape(state, version, exchange)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
