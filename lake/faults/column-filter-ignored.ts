import type { GlueTable } from '../model/catalogue.js';
import type { TableAccess } from '../model/permissions.js';
import type { FaultDefinition } from './fault.js';

export const columnFilterIgnored: FaultDefinition = {
  name: 'column-filter-ignored',
  about: 'Athena forgets the column filter: whoever may read a column of a table reads them all.',
};

export function withoutColumnFilter(access: TableAccess, table: GlueTable): TableAccess {
  if (access.selectable.length === 0) return access;
  const all = everyColumn(table);
  const { cells } = access;
  if (cells === undefined) return { ...access, selectable: all, described: all };
  const everywhere = cells.everywhere.length === 0 ? [] : all;
  const filters = cells.filters.map((filter) => ({ ...filter, columns: all }));
  return { ...access, selectable: all, described: all, cells: { everywhere, filters } };
}

/** Names of a table's columns and partition keys, as decisions spell them. */
export function everyColumn({ storage, partitionKeys }: GlueTable): readonly string[] {
  return [...storage.columns, ...partitionKeys].map((column) => column.name.toLowerCase());
}
