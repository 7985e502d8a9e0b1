import {
  AndContext,
  BetweenContext,
  type BooleanExpressionContext,
  ComparisonContext,
  type ComparisonOperatorContext,
  DistinctFromContext,
  InListContext,
  InSubqueryContext,
  LikeContext,
  LogicalNotContext,
  NullPredicateContext,
  OrContext,
  type PredicateContext,
  PredicatedContext,
  QuantifiedComparisonContext,
} from '#trino/TrinoSqlParser.js';
import type { ComparisonOperator, Expression } from '../expression.js';
import { type Build, locationOf, present, unmodelled } from './context.js';

export function booleanExpression(build: Build, tree: BooleanExpressionContext): Expression {
  const at = locationOf(tree);
  if (tree instanceof LogicalNotContext) {
    return { kind: 'not', at, operand: build.expression(tree.booleanExpression()) };
  }
  if (tree instanceof AndContext || tree instanceof OrContext) {
    const operator = tree instanceof AndContext ? 'and' : 'or';
    return { kind: 'logical', at, operator, terms: termsOf(tree, operator).map((term) => build.expression(term)) };
  }
  if (tree instanceof PredicatedContext) {
    const operand = build.value(tree.valueExpression());
    const predicate = tree.predicate();
    return predicate === null ? operand : predicateOf(build, operand, predicate);
  }
  throw unmodelled(tree, 'expression');
}

/** `a AND b AND c` is a left-leaning tree; taken flat, long chains cost no stack. */
function termsOf(tree: AndContext | OrContext, operator: 'and' | 'or'): BooleanExpressionContext[] {
  const terms: BooleanExpressionContext[] = [];
  let rest: BooleanExpressionContext = tree;
  for (;;) {
    const link: AndContext | OrContext | undefined = linkOf(rest, operator);
    if (link === undefined) return [rest, ...terms];
    const [left, right] = link.booleanExpression();
    terms.unshift(present(right, 'right operand'));
    rest = present(left, 'left operand');
  }
}

function linkOf(tree: BooleanExpressionContext, operator: 'and' | 'or'): AndContext | OrContext | undefined {
  if (operator === 'and') return tree instanceof AndContext ? tree : undefined;
  return tree instanceof OrContext ? tree : undefined;
}

function predicateOf(build: Build, operand: Expression, tree: PredicateContext): Expression {
  const at = locationOf(tree);
  if (tree instanceof ComparisonContext) {
    const operator = operatorOf(tree.comparisonOperator());
    return { kind: 'comparison', at, operator, left: operand, right: build.value(tree.valueExpression()) };
  }
  if (tree instanceof QuantifiedComparisonContext) {
    const quantifier = tree.comparisonQuantifier().KW_ALL() === null ? 'any' : 'all';
    const operator = operatorOf(tree.comparisonOperator());
    return { kind: 'quantified', at, operator, quantifier, operand, query: build.query(tree.query()) };
  }
  if (tree instanceof NullPredicateContext) {
    return { kind: 'is-null', at, operand, negated: tree.KW_NOT() !== null };
  }
  if (tree instanceof DistinctFromContext) {
    const right = build.value(tree.valueExpression());
    return { kind: 'distinct-from', at, left: operand, right, negated: tree.KW_NOT() !== null };
  }
  return rangeOf(build, operand, tree);
}

function rangeOf(build: Build, operand: Expression, tree: PredicateContext): Expression {
  const at = locationOf(tree);
  if (tree instanceof BetweenContext) {
    const [low, high] = tree.valueExpression();
    return {
      kind: 'between',
      at,
      operand,
      low: build.value(present(low, 'lower bound')),
      high: build.value(present(high, 'upper bound')),
      negated: tree.KW_NOT() !== null,
    };
  }
  if (tree instanceof InListContext) {
    const items = tree.expression().map((item) => build.expression(item));
    return { kind: 'in-list', at, operand, items, negated: tree.KW_NOT() !== null };
  }
  if (tree instanceof InSubqueryContext) {
    return { kind: 'in-query', at, operand, query: build.query(tree.query()), negated: tree.KW_NOT() !== null };
  }
  if (tree instanceof LikeContext) {
    const [pattern, escapeLetter] = tree.valueExpression();
    return {
      kind: 'like',
      at,
      operand,
      pattern: build.value(present(pattern, 'pattern')),
      escape: escapeLetter === undefined ? undefined : build.value(escapeLetter),
      negated: tree.KW_NOT() !== null,
    };
  }
  throw unmodelled(tree, 'predicate');
}

function operatorOf(tree: ComparisonOperatorContext): ComparisonOperator {
  if (tree.EQ() !== null) return '=';
  if (tree.NEQ() !== null) return '<>';
  if (tree.LT() !== null) return '<';
  if (tree.LTE() !== null) return '<=';
  if (tree.GT() !== null) return '>';
  if (tree.GTE() !== null) return '>=';
  throw unmodelled(tree, `operator ${tree.getText()}`);
}
