import {
  CubeContext,
  type GroupByContext,
  type GroupingElementContext,
  type GroupingSetContext,
  MultipleGroupingSetsContext,
  type QuerySpecificationContext,
  RollupContext,
  type SelectItemContext,
  SingleGroupingSetContext,
} from '#trino/TrinoSqlParser.js';
import type { Expression } from '../expression.js';
import type { GroupingElement, SelectBlock, SelectItem } from '../query.js';
import { type Build, locationOf, present, unmodelled } from './context.js';
import { identifier, qualifiedName } from './names.js';
import { relation } from './relation.js';
import { columnOrExpression } from './sort.js';
import { windowSpecification } from './window.js';

export function selectBlock(build: Build, tree: QuerySpecificationContext): SelectBlock {
  const where = tree.whereClause();
  const having = tree.havingClause();
  const groupBy = tree.groupBy();
  return {
    kind: 'select',
    at: locationOf(tree),
    distinct: (tree.setQuantifier()?.KW_DISTINCT() ?? null) !== null,
    items: tree
      .selectList()
      .selectItem()
      .map((item) => selectItem(build, item)),
    from: tree.relation().map((item) => relation(build, item)),
    where: where === null ? undefined : build.expression(where.booleanExpression()),
    groupBy: groupBy === null ? undefined : groupingElements(build, groupBy),
    having: having === null ? undefined : build.expression(having.booleanExpression()),
    windows: tree.windowDefinition().map((definition) => ({
      name: identifier(definition.identifier()),
      window: windowSpecification(build, definition.windowSpecification()),
    })),
  };
}

function selectItem(build: Build, tree: SelectItemContext): SelectItem {
  const all = tree.selectAllWithoutTable();
  if (all !== null) return { kind: 'star', at: locationOf(all), qualifier: undefined };
  const ofTable = tree.tableAllColumns();
  if (ofTable !== null) {
    if (tree.columnAliases() !== null) throw unmodelled(tree, 'alias list of a star');
    const base = build.primary(ofTable.primaryExpression());
    const at = locationOf(ofTable);
    return base.kind === 'column'
      ? { kind: 'star', at, qualifier: base.parts }
      : { kind: 'star', at, qualifier: undefined, row: base };
  }
  const alias = tree.identifier();
  const literal = tree.selectLiteralColumnName();
  const expression: Expression =
    literal === null
      ? build.expression(present(tree.selectExpressionColumnName(), 'select expression').expression())
      : {
          kind: 'column',
          at: locationOf(literal),
          parts: qualifiedName(present(literal.columnRef().qualifiedName(), 'column name')),
        };
  return { kind: 'expression', expression, alias: alias === null ? undefined : identifier(alias) };
}

function groupingElements(build: Build, tree: GroupByContext): GroupingElement[] {
  if ((tree.setQuantifier()?.KW_DISTINCT() ?? null) !== null) throw unmodelled(tree, 'GROUP BY DISTINCT');
  return tree.groupingElement().map((element) => ({ sets: setsOf(build, element) }));
}

function setsOf(build: Build, tree: GroupingElementContext): Expression[][] {
  const terms = (set: GroupingSetContext): Expression[] =>
    set.groupingTerm().map((term) => columnOrExpression(build, term));
  if (tree instanceof SingleGroupingSetContext) return [terms(tree.groupingSet())];
  if (tree instanceof MultipleGroupingSetsContext) return tree.groupingSet().map(terms);
  if (tree instanceof RollupContext) {
    const steps = tree.groupingSet().map(terms);
    return Array.from({ length: steps.length + 1 }, (_, dropped) => steps.slice(0, steps.length - dropped).flat());
  }
  if (tree instanceof CubeContext) {
    const parts = tree.groupingSet().map(terms);
    if (parts.length > 10) throw unmodelled(tree, 'CUBE of more than 10 columns');
    return Array.from({ length: 2 ** parts.length }, (_, chosen) =>
      parts.flatMap((part, index) => (chosen & (1 << index) ? part : [])),
    );
  }
  throw unmodelled(tree, 'GROUP BY element');
}
