import type { Expression } from '../ast/expression.js';
import { AGGREGATES } from '../functions/aggregate.js';

/** True when an aggregate of this block stands in the expression; those of queries inside it are their own. */
export function holdsAggregate(expression: Expression): boolean {
  return holds(expression);
}

function holds(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holds);
  if (typeof value !== 'object' || value === null) return false;
  if (isAggregate(value)) return true;
  return Object.entries(value).some(([property, part]) => property !== 'query' && property !== 'at' && holds(part));
}

function isAggregate(value: object): boolean {
  if (!('kind' in value) || value.kind !== 'call' || !('name' in value) || !('window' in value)) return false;
  const star = 'star' in value && value.star === true;
  return value.window === undefined && typeof value.name === 'string' && (star || AGGREGATES.has(value.name));
}
