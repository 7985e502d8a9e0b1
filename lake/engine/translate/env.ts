import type { Expression, WindowSpecification } from '../ast/expression.js';
import type { Query } from '../ast/query.js';
import type { VisibleCatalogue } from '../catalogue.js';
import type { Sql } from '../sql/fragment.js';
import type { TrinoType } from '../types/trino-type.js';
import type { Aggregation } from './aggregation.js';
import type { Scan } from './scan.js';
import type { Scope } from './scope.js';

/** An expression in DuckDB's SQL, with its type in Trino. */
export interface Typed {
  readonly type: TrinoType;
  readonly sql: Sql;
  /** The value of a string literal: some functions need it before the query runs. */
  readonly text?: string;
  /** Of a concatenation: what it is made of, so that a longer one is made and bounded at once. */
  readonly concatenates?: readonly Sql[];
  /** A literal other than NULL; it needs no look at run time. */
  readonly literal?: boolean;
}

/** A query in DuckDB's SQL. Its columns are called c0, c1 … in the order of `columns`. */
export interface TranslatedQuery {
  readonly sql: Sql;
  readonly columns: readonly OutputColumn[];
  /** Certain, without looking at any data, to give no row. */
  readonly empty: boolean;
}

export interface OutputColumn {
  /** Undefined for an expression without alias: Athena calls it `_col` and its place. */
  readonly name: string | undefined;
  readonly type: TrinoType;
}

/** What is fixed for a whole statement. */
export interface Session {
  readonly catalogue: VisibleCatalogue;
  /** Catalog and database of the query's context. */
  readonly catalog: string;
  readonly database: string;
  /** Time of the query: `now()` is the same everywhere in it. */
  readonly startedAt: Date;
  /** True: a table's cell filters hold below a view too. AWS documents that they do not. */
  readonly cellFiltersThroughViews: boolean;
  /** Values of the `?` marks. */
  readonly parameters: readonly Expression[];
}

/** What grows while a statement is translated. */
export interface Growth {
  readonly scans: Scan[];
  nextRelation(): number;
  /** Notes that the statement may answer differently each time that it runs on the same data. */
  noteVolatile(): void;
}

/** A WITH query in scope: translated anew at each place that names it, as Trino does. */
export interface NamedSource {
  readonly query: Query;
  readonly columns: readonly string[] | undefined;
  /** The surroundings of its definition, not of its use. */
  readonly env: Env;
}

/** Where an expression or a query stands. */
export interface Env {
  readonly session: Session;
  readonly growth: Growth;
  readonly scope: Scope | undefined;
  readonly named: ReadonlyMap<string, NamedSource>;
  /** Set where aggregates may stand: in SELECT, HAVING and ORDER BY of a grouped block. */
  readonly aggregation: Aggregation | undefined;
  /** Windows of the block's WINDOW clause; undefined where no window function may stand. */
  readonly windows: WindowNames | undefined;
  /** The clause, for messages. */
  readonly clause: string;
  /** Inside TRY: errors are raised in a way that TRY can catch. */
  readonly insideTry: boolean;
  /** Inside a lambda: no query may stand there, and texts are bounded more tightly, as there are many of them. */
  readonly insideLambda: boolean;
  /** Names of the views around, outermost first. */
  readonly views: readonly string[];
  readonly translate: Translators;
}

export type WindowNames = ReadonlyMap<string, WindowSpecification>;

/** The two translators, which call each other: expressions hold queries and queries hold expressions. */
export interface Translators {
  expression(env: Env, expression: Expression): Typed;
  /** The same, where only whether it is NULL matters. */
  nullness(env: Env, expression: Expression): Typed;
  query(env: Env, query: Query): TranslatedQuery;
}
