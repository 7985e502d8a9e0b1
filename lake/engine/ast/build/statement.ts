import {
  AnalyzeContext,
  BooleanExpressionContext,
  CreateViewContext,
  DeleteContext,
  DropViewContext,
  ExplainAnalyzeContext,
  ExplainContext,
  InsertIntoContext,
  type StatementContext,
  StatementDefaultContext,
} from '#trino/TrinoSqlParser.js';
import { MalformedQuery } from '../../failure.js';
import { type ParsedStatement, parseTrino } from '../../grammar/parse.js';
import type { Expression } from '../expression.js';
import type { Identifier } from '../identifier.js';
import type { Location } from '../location.js';
import type { Query } from '../query.js';
import { type Build, locationOf, unmodelled } from './context.js';
import { identifier } from './names.js';
import { booleanExpression } from './predicate.js';
import { primaryExpression } from './primary.js';
import { query } from './query.js';
import { valueExpression } from './value.js';

/** A statement of Trino's grammar, as far as the lake runs it. Building may fail NOT_SUPPORTED, so it is done when run. */
export interface TrinoStatement {
  readonly kind: 'query' | 'explain' | 'create-view' | 'drop-view';
  /** Of statements about a view. */
  readonly view?: {
    readonly at: Location;
    readonly name: readonly Identifier[];
    /** OR REPLACE, or IF EXISTS. */
    readonly lenient: boolean;
    /** The view's query as it was written. */
    readonly originalSql: string;
  };
  readonly parameterCount: number;
  build(): Query;
}

/** Throws MalformedQuery for text that is no statement, and QueryFailure NOT_SUPPORTED, when built, for unmodelled ones. */
export function trinoStatement(text: string): TrinoStatement {
  const parsed = parseTrino(text);
  const view = viewStatement(text, parsed);
  if (view !== undefined) return view;
  const explained = parsed.tree instanceof ExplainContext;
  const body = parsed.tree instanceof ExplainContext ? parsed.tree.statement() : parsed.tree;
  return {
    kind: explained ? 'explain' : 'query',
    parameterCount: parsed.parameterCount,
    build: () => buildQuery(body, parsed),
  };
}

function viewStatement(text: string, parsed: ParsedStatement): TrinoStatement | undefined {
  const { tree, parameterCount } = parsed;
  if (tree instanceof DropViewContext) {
    const view = {
      at: locationOf(tree),
      name: tree.viewRef().identifier().map(identifier),
      lenient: tree.KW_EXISTS() !== null,
      originalSql: '',
    };
    return { kind: 'drop-view', parameterCount, view, build: () => buildQuery(tree, parsed) };
  }
  if (!(tree instanceof CreateViewContext)) return undefined;
  const root = tree.rootQuery();
  const letters = Array.from(text);
  const view = {
    at: locationOf(tree),
    name: tree.viewNameCreate().identifier().map(identifier),
    lenient: tree.KW_REPLACE() !== null,
    originalSql: letters
      .slice(root.start?.start ?? 0)
      .join('')
      .replace(/[;\s]+$/, ''),
  };
  return {
    kind: 'create-view',
    parameterCount,
    view,
    build: () => {
      if (tree.KW_SECURITY() !== null || tree.properties() !== null || tree.KW_COMMENT() !== null) {
        throw unmodelled(tree, 'a view with SECURITY, COMMENT or properties');
      }
      if (root.withFunction() !== null) throw unmodelled(root, 'WITH FUNCTION');
      return builder(parsed).query(root.query());
    },
  };
}

function buildQuery(tree: StatementContext, parsed: ParsedStatement): Query {
  if (tree instanceof StatementDefaultContext) {
    const root = tree.rootQuery();
    if (root.withFunction() !== null) throw unmodelled(root, 'WITH FUNCTION');
    return builder(parsed).query(root.query());
  }
  if (tree instanceof InsertIntoContext || tree instanceof DeleteContext) throw unmodelled(tree, 'writing by SQL');
  if (tree instanceof ExplainAnalyzeContext || tree instanceof AnalyzeContext) throw unmodelled(tree, 'ANALYZE');
  throw unmodelled(tree, `statement ${tree.start?.text?.toUpperCase() ?? ''}`);
}

function builder(parsed: Pick<ParsedStatement, 'parameterIndex' | 'queryInside'>): Build {
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

/** One expression by itself: an execution parameter, or a row filter. Throws MalformedQuery when it is none. */
export function expressionOf(text: string): Expression {
  const parsed = parseTrino(`SELECT ${text}`);
  const built = buildQuery(parsed.tree, parsed);
  const [item, ...more] = built.body.kind === 'select' ? built.body.items : [];
  const bare =
    built.body.kind === 'select' && isBare(built) && built.body.from.length === 0 && built.body.where === undefined;
  if (!bare || more.length > 0 || item?.kind !== 'expression' || item.alias !== undefined) {
    throw new MalformedQuery('line 1:1: not an expression');
  }
  return item.expression;
}

function isBare(built: Query): boolean {
  const { body, limit, offset, orderBy, with: named } = built;
  const clauses = body.kind === 'select' ? [body.groupBy, body.having, limit, offset] : [];
  return clauses.every((clause) => clause === undefined) && orderBy.length === 0 && named.length === 0;
}
