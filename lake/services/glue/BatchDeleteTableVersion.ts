import type { BatchDeleteTableVersionCommandInput, BatchDeleteTableVersionResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { errorDetail, settleEach } from './batch.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { deleteVersion, tableForVersionDeletion } from './table-versions.js';

/** Each version stands alone: those that cannot be deleted are named in `Errors`. */
export const batchDeleteTableVersion = (
  state: GlueState,
): Action<BatchDeleteTableVersionCommandInput, BatchDeleteTableVersionResponse> =>
  glueAction(state, {
    operation: 'BatchDeleteTableVersion',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.TableName ?? '' }),
    handle: (input, exchange) => {
      let record = tableForVersionDeletion(state, input.DatabaseName, input.TableName, exchange);
      const failed = settleEach(input.VersionIds ?? [], (versionId) => {
        record = deleteVersion(state, record, versionId);
      });
      return {
        Errors: failed.map(({ item, error }) => ({
          TableName: record.table.name,
          VersionId: item,
          ErrorDetail: errorDetail(error),
        })),
      };
    },
  });
