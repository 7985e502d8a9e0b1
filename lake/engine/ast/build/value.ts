import type { Token } from 'antlr4ng';
import {
  ArithmeticBinaryContext,
  ArithmeticUnaryContext,
  AtTimeZoneContext,
  ConcatenationContext,
  TrinoSqlParser,
  type ValueExpressionContext,
  ValueExpressionDefaultContext,
} from '#trino/TrinoSqlParser.js';
import type { ArithmeticOperator, Expression } from '../expression.js';
import { type Build, locationOf, present, unmodelled } from './context.js';

/** Arithmetic and concatenation; places are those of the operator, as in Trino's own tree. */
export function valueExpression(build: Build, tree: ValueExpressionContext): Expression {
  if (tree instanceof ValueExpressionDefaultContext) return build.primary(tree.primaryExpression());
  if (tree instanceof ArithmeticUnaryContext) {
    const operand = build.value(tree.valueExpression());
    return tree.MINUS() === null ? operand : { kind: 'negate', at: locationOf(tree), operand };
  }
  if (tree instanceof ArithmeticBinaryContext) {
    const sign = present(tree._operator, 'operator');
    const [left, right] = tree.valueExpression();
    return {
      kind: 'arithmetic',
      at: locationOf(sign),
      operator: operatorOf(sign),
      left: build.value(present(left, 'left operand')),
      right: build.value(present(right, 'right operand')),
    };
  }
  if (tree instanceof ConcatenationContext) {
    const [left, right] = tree.valueExpression();
    return {
      kind: 'concat',
      at: locationOf(tree.CONCAT().symbol),
      left: build.value(present(left, 'left operand')),
      right: build.value(present(right, 'right operand')),
    };
  }
  if (tree instanceof AtTimeZoneContext) throw unmodelled(tree, 'AT TIME ZONE');
  throw unmodelled(tree, 'expression');
}

function operatorOf(token: Token): ArithmeticOperator {
  switch (token.type) {
    case TrinoSqlParser.PLUS:
      return '+';
    case TrinoSqlParser.MINUS:
      return '-';
    case TrinoSqlParser.ASTERISK:
      return '*';
    case TrinoSqlParser.SLASH:
      return '/';
    default:
      return '%';
  }
}
