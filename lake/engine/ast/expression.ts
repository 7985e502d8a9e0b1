import type { TrinoType } from '../types/trino-type.js';
import type { Identifier } from './identifier.js';
import type { Location } from './location.js';
import type { Query } from './query.js';

interface Node<K extends string> {
  readonly kind: K;
  readonly at: Location;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type IntervalUnit = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';

/** Literals keep the text they were written with; its value is made when its type is known. */
export type Literal =
  | Node<'null'>
  | (Node<'boolean'> & { readonly value: boolean })
  | (Node<'integer'> & { readonly digits: string })
  | (Node<'decimal'> & { readonly digits: string })
  | (Node<'double'> & { readonly digits: string })
  | (Node<'string'> & { readonly value: string })
  | (Node<'binary'> & { readonly hex: string })
  | (Node<'typed'> & { readonly typeName: string; readonly value: string })
  | (Node<'interval'> & { readonly negative: boolean; readonly value: string; readonly unit: IntervalUnit });

export type Expression =
  | Literal
  | (Node<'parameter'> & { readonly index: number })
  | (Node<'column'> & { readonly parts: readonly Identifier[] })
  | (Node<'field'> & { readonly base: Expression; readonly field: Identifier })
  | (Node<'negate'> & { readonly operand: Expression })
  | (Node<'arithmetic'> & {
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node<'concat'> & { readonly left: Expression; readonly right: Expression })
  | (Node<'comparison'> & {
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node<'logical'> & { readonly operator: 'and' | 'or'; readonly terms: readonly Expression[] })
  | (Node<'not'> & { readonly operand: Expression })
  | (Node<'is-null'> & { readonly operand: Expression; readonly negated: boolean })
  | (Node<'distinct-from'> & { readonly left: Expression; readonly right: Expression; readonly negated: boolean })
  | (Node<'between'> & {
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    })
  | (Node<'in-list'> & {
      readonly operand: Expression;
      readonly items: readonly Expression[];
      readonly negated: boolean;
    })
  | (Node<'in-query'> & { readonly operand: Expression; readonly query: Query; readonly negated: boolean })
  | (Node<'like'> & {
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
      readonly negated: boolean;
    })
  | (Node<'exists'> & { readonly query: Query })
  | (Node<'quantified'> & {
      readonly operator: ComparisonOperator;
      readonly quantifier: 'all' | 'any';
      readonly operand: Expression;
      readonly query: Query;
    })
  | (Node<'subquery'> & { readonly query: Query })
  | (Node<'case'> & {
      readonly operand: Expression | undefined;
      readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    })
  | (Node<'cast'> & { readonly operand: Expression; readonly type: TrinoType; readonly safe: boolean })
  | (Node<'array'> & { readonly items: readonly Expression[] })
  | (Node<'row'> & { readonly items: readonly Expression[] })
  | (Node<'subscript'> & { readonly base: Expression; readonly index: Expression })
  /** `x -> …`: an argument of some functions. */
  | (Node<'lambda'> & { readonly parameters: readonly Identifier[]; readonly body: Expression })
  | FunctionCall;

export type FunctionCall = Node<'call'> & {
  /** Lower-case. */
  readonly name: string;
  readonly arguments: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  readonly orderBy: readonly SortItem[];
  readonly filter: Expression | undefined;
  readonly window: WindowSpecification | Identifier | undefined;
  readonly ignoreNulls: boolean;
};

export interface SortItem {
  readonly expression: Expression;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

export interface WindowSpecification {
  readonly at: Location;
  readonly base: Identifier | undefined;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortItem[];
  readonly frame: WindowFrame | undefined;
}

export interface WindowFrame {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound | undefined;
}

export type FrameBound =
  | { readonly kind: 'unbounded-preceding' | 'unbounded-following' | 'current-row' }
  | { readonly kind: 'preceding' | 'following'; readonly offset: Expression };
