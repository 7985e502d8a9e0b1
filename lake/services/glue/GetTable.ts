import type { GetTableCommandInput, GetTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { glueAction } from './glue-action.js';
import { namedTable, type ReachedTable, targetOf } from './links.js';
import { isRegistered } from './registration.js';
import type { GlueState } from './state.js';
import { linkedTableShape, tableShape } from './table-shape.js';

/**
 * The table with the columns that Lake Formation shows to the caller; alone among the reads it tells of registration.
 * A table link is followed, but not one that was reached through a database link.
 */
export const getTable = (state: GlueState): Action<GetTableCommandInput, GetTableResponse> =>
  glueAction(state, {
    operation: 'GetTable',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const named = namedTable(state, input.DatabaseName ?? '', input.Name ?? '', exchange);
      const target = named.throughDatabaseLink ? undefined : targetOf(state, named.record, exchange);
      if (target === undefined) return { Table: shape(state, named) };
      return { Table: linkedTableShape(named.record.table, shape(state, target)) };
    },
  });

function shape(state: GlueState, { record, access }: ReachedTable): ReturnType<typeof tableShape> {
  const facts = { catalogId: state.account.accountId, isRegistered: isRegistered(state, record.table) };
  return tableShape(record, access, facts);
}
