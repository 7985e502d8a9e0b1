import type { Expression, SortItem, WindowSpecification } from './expression.js';
import type { Identifier } from './identifier.js';
import type { Location } from './location.js';

/** A query with everything that may stand around its body. */
export interface Query {
  readonly at: Location;
  readonly with: readonly NamedQuery[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset: RowCount | undefined;
  readonly limit: RowCount | undefined;
}

export interface NamedQuery {
  readonly name: Identifier;
  readonly columns: readonly Identifier[] | undefined;
  readonly query: Query;
}

/** A number of rows, or the index of the parameter that gives it. */
export type RowCount = { readonly rows: bigint } | { readonly parameter: number; readonly at: Location };

export type QueryBody =
  | SelectBlock
  | { readonly kind: 'values'; readonly at: Location; readonly rows: readonly Expression[] }
  | { readonly kind: 'table'; readonly at: Location; readonly name: readonly Identifier[] }
  | { readonly kind: 'nested'; readonly at: Location; readonly query: Query }
  | SetOperation;

export interface SetOperation {
  readonly kind: 'set';
  readonly at: Location;
  readonly operation: 'union' | 'intersect' | 'except';
  readonly all: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export interface SelectBlock {
  readonly kind: 'select';
  readonly at: Location;
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  readonly from: readonly Relation[];
  readonly where: Expression | undefined;
  readonly groupBy: readonly GroupingElement[] | undefined;
  readonly having: Expression | undefined;
  readonly windows: readonly { readonly name: Identifier; readonly window: WindowSpecification }[];
}

export type SelectItem =
  | {
      readonly kind: 'star';
      readonly at: Location;
      readonly qualifier: readonly Identifier[] | undefined;
      /** `(row).*`: the fields of a row. */
      readonly row?: Expression;
    }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias: Identifier | undefined };

/** `sets` lists the grouping sets of one element: one for a plain GROUP BY item, more for ROLLUP, CUBE, GROUPING SETS. */
export interface GroupingElement {
  readonly sets: readonly (readonly Expression[])[];
}

export type Relation =
  | { readonly kind: 'table'; readonly at: Location; readonly name: readonly Identifier[] }
  | { readonly kind: 'query'; readonly at: Location; readonly query: Query; readonly lateral: boolean }
  | {
      readonly kind: 'unnest';
      readonly at: Location;
      readonly expressions: readonly Expression[];
      readonly ordinality: boolean;
    }
  | {
      readonly kind: 'alias';
      readonly at: Location;
      readonly relation: Relation;
      readonly alias: Identifier;
      readonly columns: readonly Identifier[] | undefined;
    }
  | Join;

export interface Join {
  readonly kind: 'join';
  readonly at: Location;
  readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
  readonly left: Relation;
  readonly right: Relation;
  readonly criteria:
    | { readonly kind: 'on'; readonly condition: Expression }
    | { readonly kind: 'using'; readonly columns: readonly Identifier[] }
    | undefined;
}
