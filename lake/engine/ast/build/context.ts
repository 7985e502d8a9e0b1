import type { ParserRuleContext, Token } from 'antlr4ng';
import type {
  BooleanExpressionContext,
  ExpressionContext,
  PrimaryExpressionContext,
  QueryContext,
  ValueExpressionContext,
} from '#trino/TrinoSqlParser.js';
import { failure, MalformedQuery, notSupported, type QueryFailure } from '../../failure.js';
import type { Expression } from '../expression.js';
import type { Location } from '../location.js';
import type { Query } from '../query.js';

/** The builders of queries and expressions, as they call each other. */
export interface Build {
  query(tree: QueryContext): Query;
  expression(tree: ExpressionContext | BooleanExpressionContext): Expression;
  value(tree: ValueExpressionContext): Expression;
  primary(tree: PrimaryExpressionContext): Expression;
  parameterIndex(token: Token): number;
  /** The query in parentheses that a placeholder stands for; undefined for any other tree. */
  queryInside(tree: ParserRuleContext): QueryContext | undefined;
}

export function locationOf(tree: ParserRuleContext | Token | null | undefined): Location {
  const token =
    tree !== null && tree !== undefined && 'start' in tree && typeof tree.start === 'object' ? tree.start : tree;
  if (token === null || token === undefined || !('line' in token)) return { line: 1, column: 1 };
  return { line: token.line, column: token.column + 1 };
}

/** The grammar promises the part, but its types do not: a missing one is an error of ours. */
export function present<T>(part: T | null | undefined, what: string): T {
  if (part === null || part === undefined) throw failure('GENERIC_INTERNAL_ERROR', `the parse tree has no ${what}`);
  return part;
}

/** Valid Trino that the lake does not model. */
export function unmodelled(tree: ParserRuleContext, what: string): QueryFailure {
  return notSupported(what, locationOf(tree));
}

/** What Trino's parser refuses although its grammar accepts it. */
export function malformed(tree: ParserRuleContext | Token, text: string): MalformedQuery {
  const { line, column } = locationOf(tree);
  return new MalformedQuery(`line ${line}:${column}: ${text}`);
}
