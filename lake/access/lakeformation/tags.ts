/** Key → value of what a resource carries. Keys and values are lower-case ("tag-based-access-control"). */
export type TagSet = ReadonlyMap<string, string>;

/** One condition of an expression: the key must be there with one of the values. */
export interface TagCondition {
  readonly key: string;
  /** Lower-case, sorted. */
  readonly values: readonly string[];
}

/** Conditions that must all hold, sorted by key; each key stands once. */
export type TagExpression = readonly TagCondition[];

/** Keys are joined by AND, the values of a key by OR (Developer Guide, "tag-based-access-control"). */
export function satisfies(tags: TagSet, expression: TagExpression): boolean {
  return expression.every(({ key, values }) => {
    const value = tags.get(key);
    return value !== undefined && values.includes(value);
  });
}

/** What decisions read of LF-Tags: the tags that resources have, their own and those they inherit. */
export interface TagIndex {
  database(databaseName: string): TagSet;
  table(databaseName: string, tableName: string): TagSet;
  /** The columns that carry tags of their own, with all tags that they have; others have their table's. */
  taggedColumns(databaseName: string, tableName: string): ReadonlyMap<string, TagSet>;
  /** The body of a saved expression. Undefined when there is none of that name. */
  expression(name: string): TagExpression | undefined;
}

/** An index of an account without LF-Tags. */
export const NO_TAGS: TagIndex = {
  database: () => new Map(),
  table: () => new Map(),
  taggedColumns: () => new Map(),
  expression: () => undefined,
};
