import type { Inventory } from '../model/catalogue.js';
import type { Policy, PolicyGrant } from '../model/policy.js';
import type { GrantIndex } from './grant-index.js';
import { grantedOf } from './granted.js';
import type { Scope, ScopeDatabase, ScopeTable } from './scope.js';

/** A table as one profile is to see it. */
export interface TableView {
  readonly table: ScopeTable;
  /** Undefined: expected refused as a whole. */
  readonly grant: PolicyGrant | undefined;
  readonly permitted: readonly string[];
  /** Those of the permitted ones that Lake Formation lists no grant for; none while its listing is unknown. */
  readonly unlisted: readonly string[];
  readonly denied: readonly string[];
}

/** A database as one profile is to see it: visible when it may read a table of it. */
export interface DatabaseView {
  readonly database: ScopeDatabase;
  readonly visible: boolean;
  readonly tables: readonly TableView[];
  readonly controls: readonly string[];
}

/** The lake as the policy says that one profile sees it. */
export interface ProfileView {
  readonly profile: string;
  readonly databases: readonly DatabaseView[];
}

export function viewsOf(
  policy: Policy,
  inventory: Inventory,
  scope: Scope,
  grants: GrantIndex,
  profiles: ReadonlySet<string>,
): readonly ProfileView[] {
  return policy.profiles
    .filter(({ name }) => profiles.has(name))
    .map(({ name }) => ({
      profile: name,
      databases: scope.databases.map((database) => databaseView(name, inventory, database, grants)),
    }));
}

function databaseView(
  profile: string,
  inventory: Inventory,
  database: ScopeDatabase,
  grants: GrantIndex,
): DatabaseView {
  const tables = database.tables.map((table) => tableView(profile, inventory, table, grants.grantOf(profile, table)));
  const controls = new Set(tables.flatMap(({ grant }) => grant?.controls ?? []));
  return {
    database,
    visible: tables.some(({ grant }) => grant !== undefined),
    tables,
    controls: [...controls].sort(),
  };
}

function tableView(
  profile: string,
  inventory: Inventory,
  table: ScopeTable,
  grant: PolicyGrant | undefined,
): TableView {
  if (grant === undefined) return { table, grant, permitted: [], unlisted: [], denied: table.columns };
  const granted = new Set(grant.columns);
  const listed = grantedOf(inventory, profile, table.database, table.table);
  const permitted = table.columns.filter((column) => granted.has(column));
  return {
    table,
    grant,
    permitted,
    unlisted: permitted.filter((column) => listed(column) === 'not granted'),
    denied: table.columns.filter((column) => !granted.has(column)),
  };
}
