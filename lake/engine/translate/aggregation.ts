import type { Expression } from '../ast/expression.js';
import { Sql, sql } from '../sql/fragment.js';
import type { TrinoType } from '../types/trino-type.js';
import type { Env, Typed } from './env.js';
import { expressionKey } from './expression-key.js';
import type { Field, Scope } from './scope.js';

/**
 * The grouped relation of a block: first its keys, then each aggregate that SELECT, HAVING or ORDER BY holds. It is a
 * query of its own below the block's projection, so that what is not a key or an aggregate cannot even be written.
 */
export class Aggregation {
  /** Where the arguments of aggregates stand: below the grouping. */
  readonly source: Env;
  readonly #relation: number;
  readonly #keys = new Map<string, Typed>();
  readonly #columns: Sql[] = [];
  readonly #known = new Map<string, Typed>();

  constructor(source: Env, relation: number) {
    this.source = source;
    this.#relation = relation;
  }

  addKey(expression: Expression, value: Typed): Typed {
    const key = expressionKey(expression, this.source.scope);
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const column = this.#column(value.sql, value.type);
    this.#keys.set(key, column);
    return column;
  }

  /** The column of this key, if the expression is one. */
  key(expression: Expression): Typed | undefined {
    if (this.#keys.size === 0) return undefined;
    return this.#keys.get(expressionKey(expression, this.source.scope));
  }

  /** An aggregate over the rows of a group; the same one twice is computed once. */
  aggregate(value: Typed): Typed {
    const known = this.#known.get(value.sql.text);
    if (known !== undefined) return known;
    const column = this.#column(value.sql, value.type);
    this.#known.set(value.sql.text, column);
    return column;
  }

  get columns(): readonly Sql[] {
    return this.#columns.map((column, index) => sql`${column} AS ${Sql.name('c', index)}`);
  }

  get relation(): Sql {
    return Sql.name('r', this.#relation);
  }

  #column(value: Sql, type: TrinoType): Typed {
    const index = this.#columns.push(value) - 1;
    return { type, sql: sql`${this.relation}.${Sql.name('c', index)}` };
  }

  /** The block's own names as they look from above the grouping: keys keep their value, the rest may not be named. */
  scope(): Scope {
    return new GroupedScope(() => this.#grouped(), this.source.scope?.parent);
  }

  #grouped(): readonly Field[] {
    const source = this.source.scope;
    return (source?.fields ?? []).map((field) => {
      if (this.#keys.size === 0 || 'unmodelled' in field.type || field.name === undefined) {
        return { ...field, ungrouped: true };
      }
      const name = { at: { line: 1, column: 1 }, text: field.name, name: field.name };
      const parts = [...field.qualifier.map((part) => ({ ...name, text: part, name: part })), name];
      const key = this.#keys.get(expressionKey({ kind: 'column', at: name.at, parts }, source));
      return key === undefined ? { ...field, ungrouped: true } : { ...field, sql: key.sql };
    });
  }
}

/** Most blocks name nothing beside their aggregates: the names are put together when one is looked for. */
class GroupedScope implements Scope {
  readonly parent: Scope | undefined;
  readonly #make: () => readonly Field[];
  #fields: readonly Field[] | undefined;

  constructor(make: () => readonly Field[], parent: Scope | undefined) {
    this.#make = make;
    this.parent = parent;
  }

  get fields(): readonly Field[] {
    this.#fields ??= this.#make();
    return this.#fields;
  }
}
