import type { ResourceRef } from '../../helpers/model/resource.js';

/** `database.table.column`, as far as the resource goes. */
export function resourceName({ database, table, column }: ResourceRef): string {
  return [database, table, column].filter((part) => part !== undefined).join('.');
}
