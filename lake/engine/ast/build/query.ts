import {
  InlineTableContext,
  type LimitRowCountContext,
  type QueryContext,
  type QueryNoWithContext,
  type QueryPrimaryContext,
  QueryPrimaryDefaultContext,
  QueryStatementContext,
  type QueryTermContext,
  QueryTermDefaultContext,
  type RowCountContext,
  SetOperationContext,
  SubqueryContext,
  TableContext,
  TrinoSqlParser,
  type WithContext,
} from '#trino/TrinoSqlParser.js';
import { failure } from '../../failure.js';
import type { NamedQuery, Query, QueryBody, RowCount } from '../query.js';
import { type Build, locationOf, malformed, present, unmodelled } from './context.js';
import { identifier } from './names.js';
import { tableParts } from './relation.js';
import { selectBlock } from './select.js';
import { sortItem } from './sort.js';

export function query(build: Build, outer: QueryContext): Query {
  const tree = build.queryInside(outer) ?? outer;
  if (!(tree instanceof QueryStatementContext)) throw unmodelled(tree, 'query');
  const named = tree.with();
  const inner = queryNoWith(build, tree.queryNoWith());
  return named === null ? inner : { ...inner, at: locationOf(tree), with: namedQueries(build, named) };
}

function namedQueries(build: Build, tree: WithContext): NamedQuery[] {
  if (tree.KW_RECURSIVE() !== null) throw unmodelled(tree, 'WITH RECURSIVE');
  const named = tree.namedQuery().map(
    (item): NamedQuery => ({
      name: identifier(present(item._name, 'name')),
      columns: item.columnAliases()?.identifier().map(identifier),
      query: build.query(item.query()),
    }),
  );
  const names = new Set<string>();
  for (const { name } of named) {
    if (names.has(name.name)) {
      throw failure('DUPLICATE_NAMED_QUERY', `WITH query name '${name.name}' specified more than once`, name.at);
    }
    names.add(name.name);
  }
  return named;
}

function queryNoWith(build: Build, tree: QueryNoWithContext): Query {
  if (tree.KW_TIES() !== null) throw unmodelled(tree, 'FETCH FIRST … WITH TIES');
  return {
    at: locationOf(tree),
    with: [],
    body: queryTerm(build, tree.queryTerm()),
    orderBy: tree.sortItem().map((item) => sortItem(build, item)),
    offset: tree._offset === undefined ? undefined : rowCount(build, tree._offset),
    limit: limitOf(build, tree, tree._limit),
  };
}

function limitOf(
  build: Build,
  tree: QueryNoWithContext,
  limit: LimitRowCountContext | undefined,
): RowCount | undefined {
  if (limit !== undefined) {
    const count = limit.rowCount();
    return count === null ? undefined : rowCount(build, count);
  }
  if (tree.KW_FETCH() === null) return undefined;
  return tree._fetchFirst === undefined ? { rows: 1n } : rowCount(build, tree._fetchFirst);
}

function rowCount(build: Build, tree: RowCountContext): RowCount {
  const mark = tree.QUESTION_MARK();
  if (mark !== null) return { parameter: build.parameterIndex(mark.symbol), at: locationOf(tree) };
  return { rows: BigInt(tree.getText()) };
}

function queryTerm(build: Build, tree: QueryTermContext): QueryBody {
  if (tree instanceof QueryTermDefaultContext) return queryPrimary(build, tree.queryPrimary());
  if (!(tree instanceof SetOperationContext)) throw unmodelled(tree, 'query');
  const operator = present(tree._operator, 'set operator');
  const quantifier = tree.setQuantifier();
  return {
    kind: 'set',
    at: locationOf(operator),
    operation:
      operator.type === TrinoSqlParser.KW_UNION
        ? 'union'
        : operator.type === TrinoSqlParser.KW_INTERSECT
          ? 'intersect'
          : 'except',
    all: (quantifier?.KW_ALL() ?? null) !== null,
    left: queryTerm(build, present(tree._left, 'left query')),
    right: queryTerm(build, present(tree._right, 'right query')),
  };
}

/** Parentheses around a term of a query; unlike those of a subquery they may not hold WITH. */
function nestedQuery(build: Build, outer: QueryNoWithContext): Query {
  const inside = build.queryInside(outer);
  if (inside === undefined) return queryNoWith(build, outer);
  const named = inside instanceof QueryStatementContext ? inside.with() : null;
  if (named !== null) throw malformed(named, "mismatched input 'WITH'. Expecting: <query>");
  return query(build, inside);
}

function queryPrimary(build: Build, tree: QueryPrimaryContext): QueryBody {
  const at = locationOf(tree);
  if (tree instanceof QueryPrimaryDefaultContext) return selectBlock(build, tree.querySpecification());
  if (tree instanceof SubqueryContext) return { kind: 'nested', at, query: nestedQuery(build, tree.queryNoWith()) };
  if (tree instanceof TableContext) return { kind: 'table', at, name: tableParts(tree.tableRef()) };
  if (tree instanceof InlineTableContext) {
    return { kind: 'values', at, rows: tree.expression().map((row) => build.expression(row)) };
  }
  throw unmodelled(tree, 'query');
}
