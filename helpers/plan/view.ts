import type { Policy, PolicyGrant } from '../model/policy.js';
import type { GrantIndex } from './grant-index.js';
import type { Scope, ScopeDatabase, ScopeTable } from './scope.js';

/** A table as one profile is to see it. */
export interface TableView {
  readonly table: ScopeTable;
  /** Undefined: expected refused as a whole. */
  readonly grant: PolicyGrant | undefined;
  readonly permitted: readonly string[];
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
  scope: Scope,
  grants: GrantIndex,
  profiles: ReadonlySet<string>,
): readonly ProfileView[] {
  return policy.profiles
    .filter(({ name }) => profiles.has(name))
    .map(({ name }) => ({
      profile: name,
      databases: scope.databases.map((database) => databaseView(name, database, grants)),
    }));
}

function databaseView(profile: string, database: ScopeDatabase, grants: GrantIndex): DatabaseView {
  const tables = database.tables.map((table) => tableView(table, grants.grantOf(profile, table)));
  const controls = new Set(tables.flatMap(({ grant }) => grant?.controls ?? []));
  return {
    database,
    visible: tables.some(({ grant }) => grant !== undefined),
    tables,
    controls: [...controls].sort(),
  };
}

function tableView(table: ScopeTable, grant: PolicyGrant | undefined): TableView {
  const granted = new Set(grant?.columns);
  return {
    table,
    grant,
    permitted: table.columns.filter((column) => granted.has(column)),
    denied: table.columns.filter((column) => !granted.has(column)),
  };
}
