import {
  BackQuotedIdentifierContext,
  BasicStringLiteralContext,
  DigitIdentifierContext,
  type IdentifierContext,
  type QualifiedNameContext,
  QuotedIdentifierContext,
  type StringContext,
} from '#trino/TrinoSqlParser.js';
import type { Identifier } from '../identifier.js';
import { locationOf, malformed, unmodelled } from './context.js';

/** Source of the refusals: Trino's `SqlParser.PostProcessor`. */
export function identifier(tree: IdentifierContext): Identifier {
  if (tree instanceof BackQuotedIdentifierContext) {
    throw malformed(tree, 'backquoted identifiers are not supported; use double quotes to quote identifiers');
  }
  if (tree instanceof DigitIdentifierContext) {
    throw malformed(tree, 'identifiers must not start with a digit; surround the identifier with double quotes');
  }
  const raw = tree.getText();
  const text = tree instanceof QuotedIdentifierContext ? raw.slice(1, -1).replaceAll('""', '"') : raw;
  if (text === '') throw malformed(tree, 'Zero-length delimited identifier not allowed');
  return { at: locationOf(tree), text, name: text.toLowerCase() };
}

export function qualifiedName(tree: QualifiedNameContext): Identifier[] {
  return tree.identifier().map(identifier);
}

export function stringValue(tree: StringContext): string {
  if (!(tree instanceof BasicStringLiteralContext)) throw unmodelled(tree, 'Unicode string literal');
  return tree.getText().slice(1, -1).replaceAll("''", "'");
}
