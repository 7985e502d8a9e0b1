import {
  CoalesceContext,
  CurrentDateContext,
  CurrentTimestampContext,
  CurrentUserContext,
  ExtractContext,
  type FilterContext,
  FunctionCallContext,
  ListAggContext,
  LocalTimestampContext,
  PositionContext,
  type PrimaryExpressionContext,
  SubstringContext,
  TrimContext,
} from '#trino/TrinoSqlParser.js';
import type { Expression, FunctionCall } from '../expression.js';
import type { Location } from '../location.js';
import { type Build, locationOf, present, unmodelled } from './context.js';
import { identifier, qualifiedName, stringValue } from './names.js';
import { sortItem } from './sort.js';
import { windowOf } from './window.js';

/** Function calls, and the forms of SQL that are calls under another spelling. */
export function callExpression(build: Build, tree: PrimaryExpressionContext): Expression | undefined {
  const at = locationOf(tree);
  if (tree instanceof FunctionCallContext) return functionCall(build, tree);
  if (tree instanceof CoalesceContext) {
    return call(
      'coalesce',
      at,
      tree.expression().map((item) => build.expression(item)),
    );
  }
  if (tree instanceof ExtractContext)
    return call(identifier(tree.identifier()).name, at, [build.value(tree.valueExpression())]);
  if (tree instanceof SubstringContext)
    return call(
      'substr',
      at,
      tree.valueExpression().map((part) => build.value(part)),
    );
  if (tree instanceof PositionContext) {
    const [needle, text] = tree.valueExpression();
    return call('strpos', at, [build.value(present(text, 'text')), build.value(present(needle, 'searched text'))]);
  }
  if (tree instanceof TrimContext) return trimCall(build, tree);
  if (tree instanceof ListAggContext) return listAggregate(build, tree);
  return momentCall(tree, at);
}

function momentCall(tree: PrimaryExpressionContext, at: Location): FunctionCall | undefined {
  if (tree instanceof CurrentDateContext) return call('current_date', at, []);
  if (tree instanceof CurrentUserContext) return call('current_user', at, []);
  if (tree instanceof CurrentTimestampContext || tree instanceof LocalTimestampContext) {
    if (tree._precision !== null && tree._precision !== undefined)
      throw unmodelled(tree, 'precision of the current time');
    return call(tree instanceof CurrentTimestampContext ? 'now' : 'localtimestamp', at, []);
  }
  return undefined;
}

export function call(name: string, at: Location, args: readonly Expression[]): FunctionCall {
  return {
    kind: 'call',
    at,
    name,
    arguments: args,
    star: false,
    distinct: false,
    orderBy: [],
    filter: undefined,
    window: undefined,
    ignoreNulls: false,
  };
}

function functionCall(build: Build, tree: FunctionCallContext): FunctionCall {
  const parts = qualifiedName(tree.functionName().qualifiedName());
  const [name] = parts;
  if (parts.length !== 1) throw unmodelled(tree, 'function of a named schema');
  if (tree.processingMode() !== null) throw unmodelled(tree, 'row pattern function');
  const over = tree.over();
  return {
    ...call(
      present(name, 'function name').name,
      locationOf(tree),
      tree.expression().map((item) => build.expression(item)),
    ),
    star: tree.ASTERISK() !== null,
    distinct: (tree.setQuantifier()?.KW_DISTINCT() ?? null) !== null,
    orderBy: tree.sortItem().map((item) => sortItem(build, item)),
    filter: filterOf(build, tree.filter()),
    window: over === null ? undefined : windowOf(build, over),
    ignoreNulls: (tree.nullTreatment()?.KW_IGNORE() ?? null) !== null,
  };
}

function filterOf(build: Build, tree: FilterContext | null): Expression | undefined {
  return tree === null ? undefined : build.expression(tree.whereClause().booleanExpression());
}

function trimCall(build: Build, tree: TrimContext): FunctionCall {
  const [first, second] = tree.valueExpression();
  const side = tree.trimsSpecification();
  const name = side?.KW_LEADING() ? 'ltrim' : side?.KW_TRAILING() ? 'rtrim' : 'trim';
  const letters = tree._trimChar === undefined ? undefined : build.value(tree._trimChar);
  // `trim(x)` alone parses as a source; `trim(x, y)` as source and letters in that order.
  const source = tree._trimSource ?? (letters === undefined ? first : second);
  return call(name, locationOf(tree), [
    build.value(present(source, 'trimmed text')),
    ...(letters === undefined ? [] : [letters]),
  ]);
}

function listAggregate(build: Build, tree: ListAggContext): FunctionCall {
  if (tree.listAggOverflowBehavior() !== null) throw unmodelled(tree, 'LISTAGG … ON OVERFLOW');
  const at = locationOf(tree);
  const separator = tree.string();
  return {
    ...call('listagg', at, [
      build.expression(tree.expression()),
      { kind: 'string', at, value: separator === null ? '' : stringValue(separator) },
    ]),
    distinct: (tree.setQuantifier()?.KW_DISTINCT() ?? null) !== null,
    orderBy: tree.sortItem().map((item) => sortItem(build, item)),
    filter: filterOf(build, tree.filter()),
  };
}
