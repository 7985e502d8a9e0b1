import type { GetTableVersionCommandInput, GetTableVersionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { tableWithVersions, versionNotFound, versionShape, versionsOf } from './table-versions.js';

/** The version that is named, or the newest. */
export const getTableVersion = (state: GlueState): Action<GetTableVersionCommandInput, GetTableVersionResponse> =>
  glueAction(state, {
    operation: 'GetTableVersion',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const record = tableWithVersions(state, input.DatabaseName, input.TableName, exchange);
      const wanted = input.VersionId ?? record.table.versionId;
      const found = versionsOf(record).find((version) => version.table.versionId === wanted);
      if (found === undefined) throw versionNotFound();
      return { TableVersion: versionShape(state, found, exchange) };
    },
  });
