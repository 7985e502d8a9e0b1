import { canonicalJson } from '../../../core/canonical-json.js';
import { type Journal, NO_JOURNAL } from '../../storage/journal.js';
import { type Grant, type GrantIndex, type GrantResource, isTagPolicy, type LakeFormationPermission } from './grant.js';
import { grantKey, grantSchema, readGrantKey } from './saved-grant.js';

interface HoldingsInDatabase {
  database: Grant | undefined;
  allTables: Grant | undefined;
  /** By table name; every entry holds at least one grant. */
  readonly tables: Map<string, Grant[]>;
}

interface HoldingsOfPrincipal {
  catalog: Grant | undefined;
  readonly locations: Map<string, Grant>;
  readonly databases: Map<string, HoldingsInDatabase>;
  /** On LF-Tags, expressions and what satisfies them, by the resource's canonical text. */
  readonly tagged: Map<string, Grant>;
}

/** What one change of a grant's permissions leaves: written as a whole, an empty one removes the grant. */
export interface GrantContent {
  readonly principal: string;
  readonly resource: GrantResource;
  readonly permissions: readonly LakeFormationPermission[];
  readonly grantable: readonly LakeFormationPermission[];
}

/** Every explicit grant of the account, indexed by principal, database and table. */
export class GrantStore implements GrantIndex {
  readonly #principals = new Map<string, HoldingsOfPrincipal>();
  readonly #keyChanged: (key: string) => void;

  constructor(journal: Journal = NO_JOURNAL) {
    this.#keyChanged = journal.keep({
      name: 'lakeformation/grants',
      keys: () => [...this.all()].map(grantKey),
      save: (key) => {
        const { principal, resource, isGrantable } = readGrantKey(key);
        return this.find(principal, resource, isGrantable);
      },
      restore: (_, saved) => {
        const { updatedAt, updatedBy, ...content } = grantSchema.parse(saved);
        this.write(content, updatedAt, updatedBy);
      },
      remove: (key) => {
        const { principal, resource, isGrantable } = readGrantKey(key);
        const grant = this.find(principal, resource, isGrantable);
        if (grant !== undefined) this.#remove(grant);
      },
    });
  }

  catalog(principal: string): readonly Grant[] {
    return listOf(this.#principals.get(principal)?.catalog);
  }

  database(principal: string, databaseName: string): readonly Grant[] {
    return listOf(this.#principals.get(principal)?.databases.get(databaseName)?.database);
  }

  table(principal: string, databaseName: string, tableName: string): readonly Grant[] {
    const held = this.#principals.get(principal)?.databases.get(databaseName);
    if (held === undefined) return [];
    return [...listOf(held.allTables), ...(held.tables.get(tableName) ?? [])];
  }

  holdsAnythingIn(principal: string, databaseName: string): boolean {
    const held = this.#principals.get(principal)?.databases.get(databaseName);
    if (held === undefined) return false;
    if (held.database !== undefined || held.allTables !== undefined) return true;
    for (const grants of held.tables.values()) if (grants.some(isAboutTable)) return true;
    return false;
  }

  locations(principal: string): readonly Grant[] {
    return [...(this.#principals.get(principal)?.locations.values() ?? [])];
  }

  tagPolicies(principal: string): readonly Grant[] {
    const held = this.#principals.get(principal);
    if (held === undefined || held.tagged.size === 0) return [];
    return [...held.tagged.values()].filter(({ resource }) => isTagPolicy(resource));
  }

  /** Grants on LF-Tags themselves and on saved expressions. */
  tags(principal: string): readonly Grant[] {
    const held = this.#principals.get(principal);
    return [...(held?.tagged.values() ?? [])].filter(({ resource }) => !isTagPolicy(resource));
  }

  /** Every grant, in the order in which principals, databases and tables first appeared. */
  *all(): Generator<Grant> {
    for (const principal of this.#principals.keys()) yield* this.of(principal);
  }

  *of(principal: string): Generator<Grant> {
    const held = this.#principals.get(principal);
    if (held === undefined) return;
    yield* listOf(held.catalog);
    for (const inside of held.databases.values()) yield* grantsIn(inside);
    yield* held.locations.values();
    yield* held.tagged.values();
  }

  /** The grant on exactly this resource; for columns, the one with the same kind of list and the same grantability. */
  find(principal: string, resource: GrantResource, grantable = false): Grant | undefined {
    const held = this.#principals.get(principal);
    switch (resource.kind) {
      case 'catalog':
        return held?.catalog;
      case 'database':
        return held?.databases.get(resource.databaseName)?.database;
      case 'all-tables':
        return held?.databases.get(resource.databaseName)?.allTables;
      case 'table':
      case 'columns':
      case 'filter':
        return held?.databases
          .get(resource.databaseName)
          ?.tables.get(resource.tableName)
          ?.find((grant) => sameRow(grant, resource, grantable));
      case 'location':
        return held?.locations.get(resource.resourceArn);
      case 'tag':
      case 'tag-policy':
      case 'named-tag-policy':
      case 'tag-expression':
        return held?.tagged.get(canonicalJson(resource));
    }
  }

  /** Replaces the grant on the resource; without permissions (or without columns) it is removed. */
  write(content: GrantContent, updatedAt: Date, updatedBy: string): void {
    const { principal, resource, permissions, grantable } = content;
    const isEmpty =
      permissions.length === 0 ||
      (resource.kind === 'columns' && resource.columns.kind === 'include' && resource.columns.names.length === 0);
    const grant = isEmpty ? undefined : { principal, resource, permissions, grantable, updatedAt, updatedBy };
    const held = this.#holdings(principal);
    switch (resource.kind) {
      case 'catalog':
        held.catalog = grant;
        break;
      case 'database':
        inDatabase(held, resource.databaseName).database = grant;
        break;
      case 'all-tables':
        inDatabase(held, resource.databaseName).allTables = grant;
        break;
      case 'table':
      case 'columns':
      case 'filter':
        writeRow(inDatabase(held, resource.databaseName).tables, resource, grantable.length > 0, grant);
        break;
      case 'location':
        put(held.locations, resource.resourceArn, grant);
        break;
      case 'tag':
      case 'tag-policy':
      case 'named-tag-policy':
      case 'tag-expression':
        put(held.tagged, canonicalJson(resource), grant);
        break;
    }
    this.#prune(principal, held);
    this.#changed(content);
  }

  /** A dropped table's grants go with it. */
  dropTable(databaseName: string, tableName: string): void {
    for (const [principal, held] of this.#principals) {
      const tables = held.databases.get(databaseName)?.tables;
      const gone = tables?.get(tableName) ?? [];
      tables?.delete(tableName);
      this.#prune(principal, held);
      for (const grant of gone) this.#changed(grant);
    }
  }

  /** Grants on a deleted LF-Tag, saved expression or filter go with it: those whose resource `isGone` names. */
  dropWhere(isGone: (resource: GrantResource) => boolean): void {
    const gone = [...this.all()].filter(({ resource }) => isGone(resource));
    for (const grant of gone) this.#remove(grant);
  }

  /** A dropped database's grants go with it, those on its tables included. */
  dropDatabase(databaseName: string): void {
    for (const [principal, held] of this.#principals) {
      const inside = held.databases.get(databaseName);
      held.databases.delete(databaseName);
      this.#prune(principal, held);
      for (const grant of grantsIn(inside)) this.#changed(grant);
    }
  }

  #remove({ principal, resource, grantable, updatedAt, updatedBy }: Grant): void {
    this.write({ principal, resource, permissions: [], grantable }, updatedAt, updatedBy);
  }

  #changed(content: Pick<Grant, 'principal' | 'resource' | 'grantable'>): void {
    this.#keyChanged(grantKey(content));
  }

  #holdings(principal: string): HoldingsOfPrincipal {
    const known = this.#principals.get(principal);
    if (known !== undefined) return known;
    const fresh: HoldingsOfPrincipal = {
      catalog: undefined,
      locations: new Map(),
      databases: new Map(),
      tagged: new Map(),
    };
    this.#principals.set(principal, fresh);
    return fresh;
  }

  #prune(principal: string, held: HoldingsOfPrincipal): void {
    for (const [name, inside] of held.databases) {
      if (inside.database === undefined && inside.allTables === undefined && inside.tables.size === 0) {
        held.databases.delete(name);
      }
    }
    const holdsNothing = held.locations.size + held.databases.size + held.tagged.size === 0;
    if (held.catalog === undefined && holdsNothing) {
      this.#principals.delete(principal);
    }
  }
}

function inDatabase(held: HoldingsOfPrincipal, databaseName: string): HoldingsInDatabase {
  const known = held.databases.get(databaseName);
  if (known !== undefined) return known;
  const fresh: HoldingsInDatabase = { database: undefined, allTables: undefined, tables: new Map() };
  held.databases.set(databaseName, fresh);
  return fresh;
}

function* grantsIn(inside: HoldingsInDatabase | undefined): Generator<Grant> {
  if (inside === undefined) return;
  yield* listOf(inside.database);
  yield* listOf(inside.allTables);
  for (const grants of inside.tables.values()) yield* grants;
}

function put(grants: Map<string, Grant>, key: string, grant: Grant | undefined): void {
  if (grant === undefined) grants.delete(key);
  else grants.set(key, grant);
}

type RowResource = Extract<GrantResource, { kind: 'table' | 'columns' | 'filter' }>;

function writeRow(
  tables: Map<string, Grant[]>,
  resource: RowResource,
  grantable: boolean,
  grant: Grant | undefined,
): void {
  const others = (tables.get(resource.tableName) ?? []).filter((row) => !sameRow(row, resource, grantable));
  const rows = grant === undefined ? others : [...others, grant];
  if (rows.length === 0) tables.delete(resource.tableName);
  else tables.set(resource.tableName, rows);
}

/** A table has one row for itself, one for each filter and, per kind of column list, one for what may be passed on and one for what may not. */
function sameRow(row: Grant, resource: RowResource, grantable: boolean): boolean {
  if (row.resource.kind === 'filter' && resource.kind === 'filter') {
    return row.resource.filterName === resource.filterName;
  }
  if (row.resource.kind !== 'columns' || resource.kind !== 'columns') return row.resource.kind === resource.kind;
  return row.resource.columns.kind === resource.columns.kind && row.grantable.length > 0 === grantable;
}

/** DESCRIBE and DROP of a data cells filter are about the filter alone. */
function isAboutTable({ resource, permissions }: Grant): boolean {
  return resource.kind !== 'filter' || permissions.includes('SELECT');
}

function listOf(grant: Grant | undefined): readonly Grant[] {
  return grant === undefined ? [] : [grant];
}
