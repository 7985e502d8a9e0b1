import type { TableName } from '../model/resource.js';
import { tableKey } from './grant-index.js';

/** The keys that join a Playwright test, its findings and the engine's answers. */
export const testKeys = {
  session: (profile: string): string => `preflight/session/${profile}`,
  declared: (database: string): string => `posture/declared/${database}`,
  databases: (profile: string): string => `access/databases/${profile}`,
  visibility: (profile: string, table: TableName): string => `access/visibility/${profile}/${tableKey(table)}`,
  columns: (profile: string, table: TableName): string => `access/columns/${profile}/${tableKey(table)}`,
  rows: (profile: string, table: TableName): string => `access/rows/${profile}/${tableKey(table)}`,
  /** `target` is `db.table`, or `db` for a database of which the policy names no table. */
  logged: (profile: string, target: string): string => `audit/logged/${profile}/${target}`,
  kept: (profile: string, table: TableName): string => `audit/kept/${profile}/${tableKey(table)}`,
};
