/** A made-up account for the property tests: what is in it, as plain data that knows nothing of the lake's code. */

export type Person = 'alice' | 'bob' | 'auditor';
/** Who can be granted something: a person, everybody of the account, or "whatever IAM allows". */
export type Grantee = Person | 'everyone' | 'iam';
/** How the location of a table is registered. */
export type Place = 'registered' | 'hybrid' | 'unregistered';
export type ColumnName = 'a' | 'b' | 'c' | 'd' | 'k';
/** SQL's values: a number, text, a truth value, or NULL. */
export type Value = number | string | boolean | null;
export type Row = Readonly<Record<ColumnName, Value>>;
export type Tags = Readonly<Record<string, string>>;

export type Condition =
  | { readonly is: 'compare'; readonly column: ColumnName; readonly by: '=' | '<>' | '<' | '>='; readonly to: Value }
  | { readonly is: 'in'; readonly column: ColumnName; readonly values: readonly Value[] }
  | { readonly is: 'between'; readonly column: ColumnName; readonly low: Value; readonly high: Value }
  | { readonly is: 'null'; readonly column: ColumnName }
  | { readonly is: 'like'; readonly column: ColumnName; readonly prefix: string }
  | { readonly is: 'not'; readonly of: Condition }
  | { readonly is: 'and' | 'or'; readonly of: readonly [Condition, Condition] };

export interface Columns {
  readonly kind: 'include' | 'exclude';
  readonly names: readonly ColumnName[];
}

export interface Filter {
  readonly name: string;
  readonly table: string;
  /** Undefined: every row. */
  readonly where: Condition | undefined;
  readonly columns: Columns;
}

export interface Table {
  readonly name: string;
  readonly database: string;
  readonly place: Place;
  /** Without the partition key. */
  readonly columns: readonly ColumnName[];
  readonly partitioned: boolean;
  readonly tags: Tags;
  readonly columnTags: Readonly<Partial<Record<ColumnName, Tags>>>;
}

export type Target =
  | { readonly kind: 'database'; readonly database: string }
  | { readonly kind: 'all-tables'; readonly database: string }
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'columns'; readonly table: string; readonly columns: Columns }
  | { readonly kind: 'filter'; readonly filter: string }
  | {
      readonly kind: 'tags';
      readonly of: 'DATABASE' | 'TABLE';
      readonly expression: Readonly<Record<string, readonly string[]>>;
    };

export interface Grant {
  readonly to: Grantee;
  readonly on: Target;
  readonly permissions: readonly string[];
}

export interface OptIn {
  readonly who: Person | 'everyone';
  readonly on: Extract<Target, { kind: 'database' | 'all-tables' | 'table' }>;
}

export interface World {
  readonly databases: Readonly<Record<string, Tags>>;
  readonly tables: readonly Table[];
  readonly filters: readonly Filter[];
  readonly grants: readonly Grant[];
  readonly optIns: readonly OptIn[];
}

/** What happens to a world between two looks at it; what is left out stays. */
export interface Change {
  readonly grants?: readonly Grant[];
  /** All filters, of the same names. */
  readonly filters?: readonly Filter[];
  /** Written over the files that there are. */
  readonly rows?: readonly Row[];
}

/** The rows that every table holds, of which each declares some columns. */
export const ROWS: readonly Row[] = [
  { a: 1, b: 'x', c: true, d: 0.5, k: 'p' },
  { a: 2, b: 'y', c: false, d: null, k: 'p' },
  { a: 3, b: 'xy', c: null, d: 2.5, k: 'q' },
  { a: null, b: null, c: true, d: -1.5, k: 'q' },
];

export const TYPES: Readonly<Record<ColumnName, string>> = {
  a: 'int',
  b: 'string',
  c: 'boolean',
  d: 'double',
  k: 'string',
};
