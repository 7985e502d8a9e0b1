import type { Exchange } from '../../model/action.js';
import { namedTable } from './links.js';
import type { GlueState } from './state.js';
import { requirePermission } from './visibility.js';

/**
 * Partitions, versions and all grants on the table go with it. A database link is followed; of a table link only the
 * link goes (Lake Formation Developer Guide, "resource-links-glue-apis").
 */
export function dropTable(
  state: GlueState,
  databaseName: string | undefined,
  name: string | undefined,
  exchange: Exchange,
): void {
  const { table } = namedTable(state, databaseName ?? '', name ?? '', exchange).record;
  requirePermission(state, exchange, ['DROP'], table.databaseName, table.name);
  state.catalogue.deleteTable(table.databaseName, table.name);
  state.permissions().tableDropped(table.databaseName, table.name);
}
