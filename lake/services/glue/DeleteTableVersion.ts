import type { DeleteTableVersionCommandInput, DeleteTableVersionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { deleteVersion, tableForVersionDeletion } from './table-versions.js';

export const deleteTableVersion = (
  state: GlueState,
): Action<DeleteTableVersionCommandInput, DeleteTableVersionResponse> =>
  glueAction(state, {
    operation: 'DeleteTableVersion',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      const record = tableForVersionDeletion(state, input.DatabaseName, input.TableName, exchange);
      deleteVersion(state, record, input.VersionId ?? '');
      return {};
    },
  });
