import type { Expression } from '../ast/expression.js';
import type { Field } from './scope.js';
import { findField, type Scope } from './scope.js';

/** True when a condition holds for no row, whatever the data: `false`, `1 = 0`, or a conjunction with such a term. */
export function neverTrue(condition: Expression | undefined): boolean {
  if (condition === undefined) return false;
  if (condition.kind === 'boolean') return !condition.value;
  if (condition.kind === 'null') return true;
  if (condition.kind === 'logical' && condition.operator === 'and') return condition.terms.some(neverTrue);
  if (condition.kind !== 'comparison' || condition.operator !== '=') return false;
  const { left, right } = condition;
  return left.kind === 'integer' && right.kind === 'integer' && BigInt(left.digits) !== BigInt(right.digits);
}

/**
 * Notes which partitions a condition leaves: terms `key = 'x'` and `key IN ('x', …)` on partition columns of text. The
 * condition itself is still evaluated, so this only saves reading.
 */
export function prunePartitions(condition: Expression | undefined, scope: Scope): void {
  if (condition === undefined) return;
  const terms = condition.kind === 'logical' && condition.operator === 'and' ? condition.terms : [condition];
  for (const term of terms) {
    const chosen = chosenValues(term);
    const field = chosen === undefined ? undefined : fieldOf(chosen.column, scope);
    const column = field?.origin?.scan.table.selectable[field.origin.column];
    const isText = field !== undefined && 'kind' in field.type && field.type.kind === 'varchar';
    if (chosen === undefined || field?.origin === undefined || column?.isPartitionKey !== true || !isText) continue;
    const { prunedTo } = field.origin.scan;
    const before = prunedTo.get(column.name);
    const values = before === undefined ? chosen.values : chosen.values.filter((value) => before.has(value));
    prunedTo.set(column.name, new Set(values));
  }
}

type Column = Extract<Expression, { readonly kind: 'column' }>;

function fieldOf(column: Column, scope: Scope): Field | undefined {
  return findField({ fields: scope.fields, parent: undefined }, column.parts, column.at);
}

function chosenValues(term: Expression): { readonly column: Column; readonly values: readonly string[] } | undefined {
  if (term.kind === 'comparison' && term.operator === '=') {
    const [column, value] = term.left.kind === 'column' ? [term.left, term.right] : [term.right, term.left];
    return column.kind === 'column' && value.kind === 'string' ? { column, values: [value.value] } : undefined;
  }
  if (term.kind !== 'in-list' || term.negated || term.operand.kind !== 'column') return undefined;
  const values = term.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return values.length === term.items.length ? { column: term.operand, values } : undefined;
}
