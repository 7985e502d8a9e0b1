import type { Expression } from '../ast/expression.js';
import type { GroupingElement, SelectBlock } from '../ast/query.js';
import { failure, notSupported } from '../failure.js';
import { list, type Sql, sql } from '../sql/fragment.js';
import type { Aggregation } from './aggregation.js';
import { refuseMaps } from './comparison.js';
import type { Env } from './env.js';

const MAX_SETS = 1_024;

/** Adds the keys of GROUP BY to the aggregation, and gives the clause. Without GROUP BY all rows are one group. */
export function groupBy(env: Env, aggregation: Aggregation, block: SelectBlock): Sql {
  if (block.groupBy === undefined) return sql``;
  const sets = groupingSets(block.groupBy);
  if (sets.length > MAX_SETS) throw notSupported(`more than ${MAX_SETS} grouping sets`, block.at);
  const keys = sets.map((set) => set.map((expression) => keySql(env, aggregation, block, expression)));
  const [only, ...more] = keys;
  if (only === undefined || (more.length === 0 && only.length === 0)) return sql``;
  if (more.length === 0) return sql` GROUP BY ${list(only)}`;
  return sql` GROUP BY GROUPING SETS (${list(keys.map((set) => sql`(${list(set)})`))})`;
}

/** The product of the elements' sets. Elements of one set, which most are, only make the sets longer. */
function groupingSets(elements: readonly GroupingElement[]): readonly (readonly Expression[])[] {
  let sets: Expression[][] = [[]];
  for (const { sets: choices } of elements) {
    const [only = [], ...more] = choices;
    if (more.length === 0) for (const set of sets) set.push(...only);
    else sets = sets.flatMap((left) => choices.map((right) => [...left, ...right]));
    if (sets.length > MAX_SETS) return sets;
  }
  return sets;
}

function keySql(env: Env, aggregation: Aggregation, block: SelectBlock, expression: Expression): Sql {
  const meant = expression.kind === 'integer' ? byPlace(block, expression) : expression;
  const value = env.translate.expression({ ...env, clause: 'GROUP BY clause' }, meant);
  refuseMaps(value.type, 'GROUP BY', expression.at);
  aggregation.addKey(meant, value);
  return value.sql;
}

function byPlace(block: SelectBlock, expression: Extract<Expression, { kind: 'integer' }>): Expression {
  const item = block.items[Number(expression.digits) - 1];
  if (item?.kind === 'expression') return item.expression;
  if (item !== undefined || block.items.some(({ kind }) => kind === 'star')) {
    throw notSupported('GROUP BY of a place in SELECT *', expression.at);
  }
  const text = `GROUP BY position ${expression.digits} is not in select list`;
  throw failure('INVALID_COLUMN_REFERENCE', text, expression.at);
}
