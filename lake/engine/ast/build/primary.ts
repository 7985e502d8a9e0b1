import {
  ArrayConstructorContext,
  BinaryLiteralContext,
  BooleanLiteralContext,
  CastContext,
  ColumnReferenceContext,
  DereferenceContext,
  ExistsContext,
  IntervalLiteralContext,
  LambdaContext,
  NullLiteralContext,
  NumericLiteralContext,
  ParameterContext,
  ParenthesizedExpressionContext,
  type PrimaryExpressionContext,
  RowConstructorContext,
  SearchedCaseContext,
  SimpleCaseContext,
  StringLiteralContext,
  SubqueryExpressionContext,
  SubscriptContext,
  TypeConstructorContext,
  type WhenClauseContext,
} from '#trino/TrinoSqlParser.js';
import type { Expression } from '../expression.js';
import { callExpression } from './call.js';
import { type Build, locationOf, present, unmodelled } from './context.js';
import { binaryLiteral, intervalLiteral, numberLiteral, typedLiteral } from './literal.js';
import { identifier, qualifiedName, stringValue } from './names.js';
import { typeOf } from './type.js';

export function primaryExpression(build: Build, tree: PrimaryExpressionContext): Expression {
  const found = literal(build, tree) ?? reference(build, tree) ?? compound(build, tree) ?? callExpression(build, tree);
  if (found === undefined) throw unmodelled(tree, `expression ${nameOf(tree)}`);
  return found;
}

function literal(build: Build, tree: PrimaryExpressionContext): Expression | undefined {
  const at = locationOf(tree);
  if (tree instanceof NullLiteralContext) return { kind: 'null', at };
  if (tree instanceof NumericLiteralContext) return numberLiteral(tree.number());
  if (tree instanceof StringLiteralContext) return { kind: 'string', at, value: stringValue(tree.string()) };
  if (tree instanceof BooleanLiteralContext) {
    return { kind: 'boolean', at, value: tree.booleanValue().KW_TRUE() !== null };
  }
  if (tree instanceof BinaryLiteralContext) return binaryLiteral(tree);
  if (tree instanceof IntervalLiteralContext) return intervalLiteral(tree.interval());
  if (tree instanceof TypeConstructorContext) return typedLiteral(tree);
  if (tree instanceof ParameterContext) {
    return { kind: 'parameter', at, index: build.parameterIndex(tree.QUESTION_MARK().symbol) };
  }
  return undefined;
}

function reference(build: Build, tree: PrimaryExpressionContext): Expression | undefined {
  const at = locationOf(tree);
  if (tree instanceof ColumnReferenceContext) {
    return { kind: 'column', at, parts: qualifiedName(tree.columnName().qualifiedName()) };
  }
  if (tree instanceof DereferenceContext) {
    const base = build.primary(tree.primaryExpression());
    const field = identifier(tree.identifier());
    // `a.b.c` may come as a name with two fields; either way it is one dotted name, to be resolved as a whole.
    if (base.kind === 'column') return { kind: 'column', at, parts: [...base.parts, field] };
    return { kind: 'field', at, base, field };
  }
  if (tree instanceof SubscriptContext) {
    const base = build.primary(tree.primaryExpression());
    return { kind: 'subscript', at, base, index: build.value(tree.valueExpression()) };
  }
  return undefined;
}

function compound(build: Build, tree: PrimaryExpressionContext): Expression | undefined {
  const at = locationOf(tree);
  if (tree instanceof ParenthesizedExpressionContext) return build.expression(tree.expression());
  if (tree instanceof SubqueryExpressionContext) return { kind: 'subquery', at, query: build.query(tree.query()) };
  if (tree instanceof ExistsContext) return { kind: 'exists', at, query: build.query(tree.query()) };
  if (tree instanceof CastContext) {
    const operand = build.expression(tree.expression());
    return { kind: 'cast', at, operand, type: typeOf(tree.type()), safe: tree.KW_TRY_CAST() !== null };
  }
  if (tree instanceof ArrayConstructorContext) {
    return { kind: 'array', at, items: tree.expression().map((item) => build.expression(item)) };
  }
  if (tree instanceof RowConstructorContext) {
    return { kind: 'row', at, items: tree.expression().map((item) => build.expression(item)) };
  }
  if (tree instanceof LambdaContext) {
    return {
      kind: 'lambda',
      at,
      parameters: tree.identifier().map(identifier),
      body: build.expression(tree.expression()),
    };
  }
  if (tree instanceof SimpleCaseContext || tree instanceof SearchedCaseContext) return caseOf(build, tree);
  return undefined;
}

function caseOf(build: Build, tree: SimpleCaseContext | SearchedCaseContext): Expression {
  const operand = tree instanceof SimpleCaseContext ? present(tree._operand, 'operand') : undefined;
  return {
    kind: 'case',
    at: locationOf(tree),
    operand: operand === undefined ? undefined : build.expression(operand),
    branches: tree.whenClause().map((branch) => branchOf(build, branch)),
    otherwise: tree._elseExpression === undefined ? undefined : build.expression(tree._elseExpression),
  };
}

function branchOf(build: Build, tree: WhenClauseContext): { readonly when: Expression; readonly result: Expression } {
  const [when, result] = tree.expression();
  return { when: build.expression(present(when, 'condition')), result: build.expression(present(result, 'result')) };
}

function nameOf(tree: PrimaryExpressionContext): string {
  return tree.constructor.name.replace(/^_?(\w+?)Context$/, '$1');
}
