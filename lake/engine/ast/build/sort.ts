import type { ColumnRefContext, SortItemContext } from '#trino/TrinoSqlParser.js';
import type { Expression, SortItem } from '../expression.js';
import { type Build, locationOf, present } from './context.js';
import { qualifiedName } from './names.js';

/** Nulls come last, ascending and descending, unless the statement says otherwise (Trino, "SELECT", ORDER BY). */
export function sortItem(build: Build, tree: SortItemContext): SortItem {
  return {
    expression: columnOrExpression(build, tree),
    descending: tree.KW_DESC() !== null,
    nullsFirst: tree.KW_FIRST() !== null,
  };
}

/** The grammar reads a bare name in ORDER BY and GROUP BY by a rule of its own. */
export function columnOrExpression(
  build: Build,
  tree: { columnRef(): ColumnRefContext | null; expression(): Parameters<Build['expression']>[0] | null },
): Expression {
  const column = tree.columnRef();
  if (column === null) return build.expression(present(tree.expression(), 'expression'));
  return { kind: 'column', at: locationOf(column), parts: qualifiedName(present(column.qualifiedName(), 'name')) };
}
