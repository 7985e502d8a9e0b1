import type { GetTableCommandInput, GetTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import { isRegistered } from './registration.js';
import type { GlueState } from './state.js';
import { tableShape } from './table-shape.js';
import { visibleTable } from './visibility.js';

/** The table with the columns that Lake Formation shows to the caller; alone among the reads it tells of registration. */
export const getTable = (state: GlueState): Action<GetTableCommandInput, GetTableResponse> =>
  glueAction(state, {
    operation: 'GetTable',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const { record, access } = visibleTable(state, input.DatabaseName ?? '', input.Name ?? '', exchange);
      const facts = { catalogId: state.account.accountId, isRegistered: isRegistered(state, record.table) };
      return { Table: tableShape(record, access, facts) };
    },
  });
