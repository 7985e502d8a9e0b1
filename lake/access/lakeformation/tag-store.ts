import type { TagExpression, TagIndex, TagSet } from './tags.js';

/** A tag that the account defines, and the values that it may take. */
export interface TagDefinition {
  readonly key: string;
  readonly values: readonly string[];
}

export interface SavedExpression {
  readonly name: string;
  readonly description: string | undefined;
  readonly expression: TagExpression;
}

/** What can carry tags. */
export type Taggable =
  | { readonly kind: 'database'; readonly databaseName: string }
  | { readonly kind: 'table'; readonly databaseName: string; readonly tableName: string }
  | { readonly kind: 'column'; readonly databaseName: string; readonly tableName: string; readonly column: string };

interface TableTags {
  readonly own: Map<string, string>;
  readonly columns: Map<string, Map<string, string>>;
}

interface DatabaseTags {
  readonly own: Map<string, string>;
  readonly tables: Map<string, TableTags>;
}

const NONE: TagSet = new Map();

/**
 * LF-Tags: their definitions, what carries them, and saved expressions. Values go down from database to table to
 * column; one that is set further down overrides (Developer Guide, "tag-based-access-control").
 */
export class TagStore implements TagIndex {
  readonly definitions = new Map<string, TagDefinition>();
  readonly expressions = new Map<string, SavedExpression>();
  readonly #databases = new Map<string, DatabaseTags>();

  database(databaseName: string): TagSet {
    return this.#databases.get(databaseName)?.own ?? NONE;
  }

  /** The very set of the database when the table has no tags of its own, so that callers can compare by identity. */
  table(databaseName: string, tableName: string): TagSet {
    const above = this.database(databaseName);
    return overridden(above, this.#databases.get(databaseName)?.tables.get(tableName)?.own);
  }

  taggedColumns(databaseName: string, tableName: string): ReadonlyMap<string, TagSet> {
    const columns = this.#databases.get(databaseName)?.tables.get(tableName)?.columns;
    if (columns === undefined) return new Map();
    const above = this.table(databaseName, tableName);
    return new Map([...columns].map(([column, own]) => [column, overridden(above, own)]));
  }

  expression(name: string): TagExpression | undefined {
    return this.expressions.get(name)?.expression;
  }

  /** The tags that were put on the resource itself. */
  assigned(resource: Taggable): TagSet {
    const database = this.#databases.get(resource.databaseName);
    if (resource.kind === 'database') return database?.own ?? NONE;
    const table = database?.tables.get(resource.tableName);
    if (resource.kind === 'table') return table?.own ?? NONE;
    return table?.columns.get(resource.column) ?? NONE;
  }

  /** The columns of a table that carry tags of their own. */
  columnsWithTags(databaseName: string, tableName: string): readonly string[] {
    return [...(this.#databases.get(databaseName)?.tables.get(tableName)?.columns.keys() ?? [])];
  }

  assign(resource: Taggable, key: string, value: string): void {
    this.#own(resource).set(key, value);
  }

  unassign(resource: Taggable, key: string): void {
    this.#own(resource).delete(key);
    this.#prune();
  }

  /** True when something carries the tag with this value, or with any when none is named. */
  isInUse(key: string, value?: string): boolean {
    const has = (tags: TagSet): boolean => (value === undefined ? tags.has(key) : tags.get(key) === value);
    for (const { own } of this.#everything()) if (has(own)) return true;
    return false;
  }

  /** The definition, and every assignment of it. */
  dropTag(key: string): void {
    this.definitions.delete(key);
    for (const { own } of this.#everything()) own.delete(key);
    this.#prune();
  }

  dropTable(databaseName: string, tableName: string): void {
    this.#databases.get(databaseName)?.tables.delete(tableName);
  }

  dropDatabase(databaseName: string): void {
    this.#databases.delete(databaseName);
  }

  #own(resource: Taggable): Map<string, string> {
    const database = known(this.#databases, resource.databaseName, newDatabase);
    if (resource.kind === 'database') return database.own;
    const table = known(database.tables, resource.tableName, newTable);
    if (resource.kind === 'table') return table.own;
    return known(table.columns, resource.column, () => new Map<string, string>());
  }

  *#everything(): Generator<{ readonly own: Map<string, string> }> {
    for (const database of this.#databases.values()) {
      yield database;
      for (const table of database.tables.values()) {
        yield table;
        for (const own of table.columns.values()) yield { own };
      }
    }
  }

  #prune(): void {
    for (const [databaseName, database] of this.#databases) {
      for (const [tableName, table] of database.tables) {
        for (const [column, own] of table.columns) if (own.size === 0) table.columns.delete(column);
        if (table.own.size + table.columns.size === 0) database.tables.delete(tableName);
      }
      if (database.own.size + database.tables.size === 0) this.#databases.delete(databaseName);
    }
  }
}

function newDatabase(): DatabaseTags {
  return { own: new Map(), tables: new Map() };
}

function newTable(): TableTags {
  return { own: new Map(), columns: new Map() };
}

function overridden(above: TagSet, own: TagSet | undefined): TagSet {
  return own === undefined || own.size === 0 ? above : new Map([...above, ...own]);
}

function known<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
