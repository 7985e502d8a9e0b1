import type { ParserRuleContext } from 'antlr4ng';
import {
  AnalyzeContext,
  CreateTableAsSelectContext,
  CreateViewContext,
  DeallocateContext,
  DeleteContext,
  DropViewContext,
  ExecuteContext,
  InsertIntoContext,
  PrepareContext,
  type StatementContext,
  StatementDefaultContext,
} from '#trino/TrinoSqlParser.js';
import { MalformedQuery } from '../../failure.js';
import { type ParsedStatement, parseTrino, type Rules } from '../../grammar/parse.js';
import type { Expression } from '../expression.js';
import type { Identifier } from '../identifier.js';
import type { Location } from '../location.js';
import type { Query } from '../query.js';
import type { WriteClause } from '../write.js';
import { rootQuery } from './builder.js';
import { locationOf, malformed, present, unmodelled } from './context.js';
import { type Explanation, explanation, readAnalyzeFormat } from './explain.js';
import { identifier } from './names.js';
import { readUnload } from './unload.js';
import { createTableAs, insertInto, refuseOrReplace } from './write.js';

/** What a statement says of a prepared one. */
export type PreparedReference =
  | { readonly kind: 'prepare'; readonly name: string; readonly sql: string }
  /** Parameters as they were written. */
  | { readonly kind: 'execute'; readonly name: string; readonly parameters: readonly string[] }
  | { readonly kind: 'deallocate'; readonly name: string };

export interface ViewReference {
  readonly at: Location;
  readonly name: readonly Identifier[];
  /** OR REPLACE, or IF EXISTS. */
  readonly lenient: boolean;
  /** The view's query as it was written. */
  readonly originalSql: string;
}

/** A statement of Trino's grammar, as far as the lake runs it. Building may fail NOT_SUPPORTED, so it is done when run. */
export interface TrinoStatement {
  readonly kind: 'query' | 'explain' | 'create-view' | 'drop-view' | 'prepared' | WriteClause['kind'];
  /** Of statements about a view. */
  readonly view?: ViewReference | undefined;
  /** Of statements that store the query's rows. Throws QueryFailure for what cannot be. */
  readonly clause?: (() => WriteClause) | undefined;
  readonly explain?: Explanation | undefined;
  /** Of PREPARE, EXECUTE and DEALLOCATE. */
  readonly prepared?: PreparedReference | undefined;
  readonly parameterCount: number;
  build(): Query;
}

/** Throws MalformedQuery for text that is no statement, and QueryFailure NOT_SUPPORTED, when built, for unmodelled ones. */
export function trinoStatement(text: string, rules?: Rules): TrinoStatement {
  const unload = readUnload(text);
  if (unload !== undefined) return unloadStatement(unload);
  const analyze = readAnalyzeFormat(text);
  const parsed = parseTrino(analyze?.text ?? text, rules);
  const special = viewStatement(text, parsed) ?? writeStatement(parsed);
  if (special !== undefined) return special;
  const prepared = preparedReference(text, parsed.tree);
  if (prepared !== undefined) {
    const build = (): Query => buildQuery(parsed.tree, parsed);
    return { kind: 'prepared', parameterCount: parsed.parameterCount, prepared, build };
  }
  const explain = explanation(parsed.tree, analyze?.format);
  const { parameterCount } = parsed;
  if (explain === undefined) return queryStatement(parameterCount, builtOnce(parsed));
  return { kind: 'explain', explain, parameterCount, build: () => buildQuery(explain.statement, parsed) };
}

/** The query, whose tree is given back with the first building: the next one has the query itself. */
function builtOnce(parsed: ParsedStatement): () => Query {
  let built: Query | undefined;
  return () => {
    if (built === undefined) {
      built = buildQuery(parsed.tree, parsed);
      parsed.giveBack();
    }
    return built;
  };
}

/** Most statements are queries, and each is asked for what others have: what is named and undefined is seen at once. */
export function queryStatement(parameterCount: number, build: () => Query): TrinoStatement {
  const none = undefined;
  return { kind: 'query', view: none, clause: none, explain: none, prepared: none, parameterCount, build };
}

function unloadStatement({ query, clause }: ReturnType<typeof readUnload> & object): TrinoStatement {
  const inner = parseTrino(query);
  if (!(inner.tree instanceof StatementDefaultContext)) {
    const word = inner.tree.start?.text ?? '';
    throw malformed(inner.tree, `mismatched input '${word}'. Expecting: <query>`);
  }
  return { kind: 'unload', parameterCount: inner.parameterCount, clause, build: () => buildQuery(inner.tree, inner) };
}

function writeStatement(parsed: ParsedStatement): TrinoStatement | undefined {
  const { tree, parameterCount } = parsed;
  if (tree instanceof CreateTableAsSelectContext) {
    refuseOrReplace(tree);
    const build = (): Query => rootQuery(parsed, present(tree.rootQuery(), 'query'));
    return { kind: 'create-table-as', parameterCount, clause: () => createTableAs(parsed, tree), build };
  }
  if (!(tree instanceof InsertIntoContext)) return undefined;
  const build = (): Query => rootQuery(parsed, tree.rootQuery());
  return { kind: 'insert', parameterCount, clause: () => insertInto(tree), build };
}

function preparedReference(text: string, tree: StatementContext): PreparedReference | undefined {
  if (tree instanceof PrepareContext) {
    const sql = textFrom(text, tree.statement());
    return { kind: 'prepare', name: identifier(tree.identifier()).name, sql };
  }
  if (tree instanceof ExecuteContext) {
    const parameters = tree.expression().map((part) => textOf(text, part));
    return { kind: 'execute', name: identifier(tree.identifier()).name, parameters };
  }
  if (tree instanceof DeallocateContext) return { kind: 'deallocate', name: identifier(tree.identifier()).name };
  return undefined;
}

/** The statement's text from where the tree begins; places count letters, not halves of them. */
function textFrom(text: string, tree: ParserRuleContext): string {
  const rest = Array.from(text).slice(tree.start?.start ?? 0);
  return rest.join('').replace(/[;\s]+$/, '');
}

function textOf(text: string, tree: ParserRuleContext): string {
  return Array.from(text)
    .slice(tree.start?.start ?? 0, (tree.stop?.stop ?? 0) + 1)
    .join('');
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
  const view = {
    at: locationOf(tree),
    name: tree.viewNameCreate().identifier().map(identifier),
    lenient: tree.KW_REPLACE() !== null,
    originalSql: textFrom(text, root),
  };
  return {
    kind: 'create-view',
    parameterCount,
    view,
    build: () => {
      if (tree.KW_SECURITY() !== null || tree.properties() !== null || tree.KW_COMMENT() !== null) {
        throw unmodelled(tree, 'a view with SECURITY, COMMENT or properties');
      }
      return rootQuery(parsed, root);
    },
  };
}

function buildQuery(tree: StatementContext, parsed: ParsedStatement): Query {
  if (tree instanceof StatementDefaultContext) return rootQuery(parsed, tree.rootQuery());
  if (tree instanceof CreateTableAsSelectContext || tree instanceof InsertIntoContext || tree instanceof DeleteContext)
    throw unmodelled(tree, 'writing by SQL');
  if (tree instanceof AnalyzeContext) throw unmodelled(tree, 'ANALYZE');
  throw unmodelled(tree, `statement ${tree.start?.text?.toUpperCase() ?? ''}`);
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
