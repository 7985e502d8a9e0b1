import type { GlueTable } from '../model/catalogue.js';
import type { TableAccess } from '../model/permissions.js';
import { everyColumn } from './column-filter-ignored.js';
import type { FaultDefinition } from './fault.js';

export const extraGrant: FaultDefinition = {
  name: 'extra-grant',
  about: 'Lake Formation decides as if SELECT on a whole table had been granted, and lists no such grant.',
};

export function withExtraGrant(access: TableAccess, table: GlueTable): TableAccess {
  const all = everyColumn(table);
  return { visible: true, selectable: all, described: all, viaIamAllowedPrincipals: access.viaIamAllowedPrincipals };
}
