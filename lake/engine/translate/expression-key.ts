import type { Expression } from '../ast/expression.js';
import { findPath, type Scope } from './scope.js';

/**
 * A text that two expressions share when they are the same expression: `T.a + 1` and `a + 1` where both names mean one
 * column. Places do not count. Used to find GROUP BY's keys again in SELECT, HAVING and ORDER BY.
 */
export function expressionKey(expression: Expression, scope: Scope | undefined): string {
  return JSON.stringify(expression, (property, value: unknown) => {
    if (property === 'at') return undefined;
    if (typeof value === 'bigint') return value.toString();
    // A parameter may have the name of a column: inside a lambda names are taken as they are written.
    if (isLambda(value)) return { lambda: expressionKey(value.body, undefined), of: value.parameters };
    return isColumn(value) ? columnKey(value, scope) : value;
  });
}

type Column = Extract<Expression, { readonly kind: 'column' }>;

function isLambda(value: unknown): value is Extract<Expression, { readonly kind: 'lambda' }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'lambda' && 'body' in value;
}

function isColumn(value: unknown): value is Column {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'column' && 'parts' in value;
}

function columnKey(column: Column, scope: Scope | undefined): { readonly column: string } {
  const found = findPath(scope, column.parts, column.at);
  const rest = found === undefined ? column.parts : found.rest;
  const names = rest.map((part) => part.name);
  return { column: JSON.stringify(found === undefined ? names : [found.field.sql.text, ...names]) };
}
