import type { ParserRuleContext } from 'antlr4ng';
import {
  DecimalLiteralContext,
  DoubleLiteralContext,
  IntegerLiteralContext,
  type IntervalContext,
  type IntervalFieldContext,
  type NumberContext,
  type TypeConstructorContext,
} from '#trino/TrinoSqlParser.js';
import type { IntervalUnit, Literal } from '../expression.js';
import { locationOf, malformed, present, unmodelled } from './context.js';
import { identifier, stringValue } from './names.js';

export function numberLiteral(tree: NumberContext): Literal {
  const at = locationOf(tree);
  const digits = tree.getText();
  if (tree instanceof IntegerLiteralContext) return { kind: 'integer', at, digits };
  if (tree instanceof DecimalLiteralContext) return { kind: 'decimal', at, digits };
  if (tree instanceof DoubleLiteralContext) return { kind: 'double', at, digits };
  throw unmodelled(tree, `number ${digits}`);
}

/** `DATE '2020-01-01'`, `DECIMAL '1.5'`. */
export function typedLiteral(tree: TypeConstructorContext): Literal {
  const name = tree.identifier();
  return {
    kind: 'typed',
    at: locationOf(tree),
    typeName: name === null ? 'double' : identifier(name).name,
    value: stringValue(tree.string()),
  };
}

export function binaryLiteral(tree: ParserRuleContext): Literal {
  const hex = tree
    .getText()
    .replace(/^[xX]'|'$/g, '')
    .replaceAll(/\s/g, '');
  if (hex.length % 2 !== 0) throw malformed(tree, 'Binary literal must contain an even number of digits');
  if (!/^[0-9a-fA-F]*$/.test(hex)) throw malformed(tree, 'Binary literal can only contain hexadecimal digits');
  return { kind: 'binary', at: locationOf(tree), hex };
}

export function intervalLiteral(tree: IntervalContext): Literal {
  const [from, to] = tree.intervalField();
  if (to !== undefined) throw unmodelled(tree, 'interval of several fields');
  return {
    kind: 'interval',
    at: locationOf(tree),
    negative: tree.MINUS() !== null,
    value: stringValue(tree.string()),
    unit: unitOf(present(from, 'interval field')),
  };
}

function unitOf(tree: IntervalFieldContext): IntervalUnit {
  if (tree.KW_YEAR() !== null) return 'year';
  if (tree.KW_MONTH() !== null) return 'month';
  if (tree.KW_DAY() !== null) return 'day';
  if (tree.KW_HOUR() !== null) return 'hour';
  if (tree.KW_MINUTE() !== null) return 'minute';
  if (tree.KW_SECOND() !== null) return 'second';
  throw unmodelled(tree, `interval field ${tree.getText()}`);
}
