import type { Table } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { GlueState } from './state.js';
import { tableShape } from './table-shape.js';

/**
 * The tables of a database that Lake Formation shows to the caller, each with its visible columns only. Lists always say
 * that a table is not registered (Lake Formation Developer Guide, "limitations").
 */
export function shapesOfVisible(state: GlueState, tables: readonly GlueTable[], exchange: Exchange): Table[] {
  const facts = { catalogId: state.account.accountId, isRegistered: false };
  return tables.flatMap((table) => {
    const record = state.catalogue.tableRecord(table.databaseName, table.name);
    const access = state.permissions().tableAccess(exchange.caller.principalArn, table);
    return record === undefined || !access.visible ? [] : [tableShape(record, access, facts)];
  });
}
