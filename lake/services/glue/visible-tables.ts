import type { Table } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import type { GlueTable } from '../../model/catalogue.js';
import { targetIfVisible } from './links.js';
import type { GlueState } from './state.js';
import { linkedTableShape, tableShape } from './table-shape.js';

/**
 * The tables of a database that Lake Formation shows to the caller, each with its visible columns only. Lists always say
 * that a table is not registered (Lake Formation Developer Guide, "limitations"). Links show their target's properties
 * when they are followed and the caller may see it, else their own.
 */
export function shapesOfVisible(
  state: GlueState,
  tables: readonly GlueTable[],
  exchange: Exchange,
  options: { readonly followLinks: boolean },
): Table[] {
  const facts = { catalogId: state.account.accountId, isRegistered: false };
  return tables.flatMap((table) => {
    const record = state.catalogue.tableRecord(table.databaseName, table.name);
    const access = state.permissions().tableAccess(exchange.caller.principalArn, table);
    if (record === undefined || !access.visible) return [];
    const target = options.followLinks ? targetIfVisible(state, record, exchange) : undefined;
    if (target === undefined) return [tableShape(record, access, facts)];
    return [linkedTableShape(table, tableShape(target.record, target.access, facts))];
  });
}
