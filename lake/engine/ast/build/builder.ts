import { BooleanExpressionContext, type RootQueryContext } from '#trino/TrinoSqlParser.js';
import type { ParsedStatement } from '../../grammar/parse.js';
import type { Query } from '../query.js';
import { type Build, unmodelled } from './context.js';
import { booleanExpression } from './predicate.js';
import { primaryExpression } from './primary.js';
import { query } from './query.js';
import { valueExpression } from './value.js';

/** The builders of one parsed statement. */
export function builder(parsed: Pick<ParsedStatement, 'parameterIndex' | 'queryInside'>): Build {
  const build: Build = {
    query: (tree) => query(build, tree),
    expression: (tree) =>
      booleanExpression(build, tree instanceof BooleanExpressionContext ? tree : tree.booleanExpression()),
    value: (tree) => valueExpression(build, tree),
    primary: (tree) => primaryExpression(build, tree),
    parameterIndex: (token) => parsed.parameterIndex(token),
    queryInside: (tree) => parsed.queryInside(tree),
  };
  return build;
}

/** The query of a statement, which functions of its own may not stand before. Throws QueryFailure. */
export function rootQuery(parsed: ParsedStatement, tree: RootQueryContext): Query {
  if (tree.withFunction() !== null) throw unmodelled(tree, 'WITH FUNCTION');
  return builder(parsed).query(tree.query());
}
