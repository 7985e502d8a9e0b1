import { z } from 'zod';
import { canonicalJson } from '../../../core/canonical-json.js';
import { type Journal, NO_JOURNAL } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { tagExpressionSchema } from './saved-grant.js';
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

/** A resource and the tags that were put on it. */
interface Tagged {
  readonly resource: Taggable;
  readonly own: Map<string, string>;
}

const NONE: TagSet = new Map();

const definitionSchema: z.ZodType<TagDefinition> = z.object({ key: z.string(), values: z.array(z.string()) });
const expressionSchema: z.ZodType<SavedExpression> = z
  .object({ name: z.string(), description: z.string().optional(), expression: tagExpressionSchema })
  .transform((saved) => ({ ...saved, description: saved.description }));
const assignedSchema = z.map(z.string(), z.string());
const onTable = { databaseName: z.string(), tableName: z.string() };
const taggableSchema: z.ZodType<Taggable> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('database'), databaseName: z.string() }),
  z.object({ kind: z.literal('table'), ...onTable }),
  z.object({ kind: z.literal('column'), ...onTable, column: z.string() }),
]);

/**
 * LF-Tags: their definitions, what carries them, and saved expressions. Values go down from database to table to
 * column; one that is set further down overrides (Developer Guide, "tag-based-access-control").
 */
export class TagStore implements TagIndex {
  readonly definitions: KeptMap<TagDefinition>;
  readonly expressions: KeptMap<SavedExpression>;
  readonly #databases = new Map<string, DatabaseTags>();
  readonly #changed: (resource: Taggable) => void;

  constructor(journal: Journal = NO_JOURNAL) {
    this.definitions = new KeptMap(journal, {
      name: 'lakeformation/tags',
      parse: (saved) => definitionSchema.parse(saved),
    });
    this.expressions = new KeptMap(journal, {
      name: 'lakeformation/tag-expressions',
      parse: (saved) => expressionSchema.parse(saved),
    });
    const changed = journal.keep({
      name: 'lakeformation/assigned-tags',
      keys: () => [...this.#everything()].map(({ resource }) => canonicalJson(resource)),
      save: (key) => nonEmpty(this.assigned(taggableOf(key))),
      restore: (key, saved) => this.#replace(taggableOf(key), assignedSchema.parse(saved)),
      remove: (key) => this.#replace(taggableOf(key), NONE),
    });
    this.#changed = (resource) => changed(canonicalJson(resource));
  }

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
    this.#changed(resource);
  }

  unassign(resource: Taggable, key: string): void {
    this.#own(resource).delete(key);
    this.#prune();
    this.#changed(resource);
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
    for (const { resource, own } of this.#everything()) if (own.delete(key)) this.#changed(resource);
    this.#prune();
  }

  dropTable(databaseName: string, tableName: string): void {
    this.#clear((resource) => resource.kind !== 'database' && resource.tableName === tableName, databaseName);
  }

  dropDatabase(databaseName: string): void {
    this.#clear(() => true, databaseName);
  }

  #clear(isGone: (resource: Taggable) => boolean, databaseName: string): void {
    for (const { resource, own } of this.#inDatabase(databaseName)) {
      if (!isGone(resource)) continue;
      own.clear();
      this.#changed(resource);
    }
    this.#prune();
  }

  #replace(resource: Taggable, tags: TagSet): void {
    const own = this.#own(resource);
    own.clear();
    for (const [key, value] of tags) own.set(key, value);
    this.#prune();
  }

  #own(resource: Taggable): Map<string, string> {
    const database = known(this.#databases, resource.databaseName, newDatabase);
    if (resource.kind === 'database') return database.own;
    const table = known(database.tables, resource.tableName, newTable);
    if (resource.kind === 'table') return table.own;
    return known(table.columns, resource.column, () => new Map<string, string>());
  }

  *#everything(): Generator<Tagged> {
    for (const databaseName of this.#databases.keys()) yield* this.#inDatabase(databaseName);
  }

  *#inDatabase(databaseName: string): Generator<Tagged> {
    const database = this.#databases.get(databaseName);
    if (database === undefined) return;
    yield { resource: { kind: 'database', databaseName }, own: database.own };
    for (const [tableName, table] of database.tables) {
      yield { resource: { kind: 'table', databaseName, tableName }, own: table.own };
      for (const [column, own] of table.columns) {
        yield { resource: { kind: 'column', databaseName, tableName, column }, own };
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

function taggableOf(key: string): Taggable {
  return taggableSchema.parse(JSON.parse(key));
}

function nonEmpty(tags: TagSet): TagSet | undefined {
  return tags.size === 0 ? undefined : tags;
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
