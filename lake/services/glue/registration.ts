import type { GlueTable } from '../../model/catalogue.js';
import type { GlueState } from './state.js';

/** True when the table's location, or one above it, is registered with Lake Formation. */
export function isRegistered(state: GlueState, table: GlueTable): boolean {
  const { location } = table.storage;
  return location !== undefined && state.permissions().registeredLocation(location) !== undefined;
}
