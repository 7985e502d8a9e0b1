import {
  type AliasedRelationContext,
  ExpressionSourceTableContext,
  type JoinCriteriaContext,
  JoinRelationContext,
  LateralContext,
  ParenthesizedRelationContext,
  type RelationContext,
  RelationDefaultContext,
  type RelationPrimaryContext,
  type SampledRelationContext,
  SubqueryRelationContext,
  TableNameContext,
  type TableOrViewNameContext,
  type TableRefContext,
  UnnestContext,
} from '#trino/TrinoSqlParser.js';
import type { Expression } from '../expression.js';
import type { Identifier } from '../identifier.js';
import type { Join, Relation } from '../query.js';
import { type Build, locationOf, present, unmodelled } from './context.js';
import { identifier, qualifiedName } from './names.js';

export function relation(build: Build, tree: RelationContext): Relation {
  if (tree instanceof RelationDefaultContext) return sampled(build, tree.sampledRelation());
  if (tree instanceof JoinRelationContext) return join(build, tree);
  throw unmodelled(tree, 'relation');
}

function join(build: Build, tree: JoinRelationContext): Join {
  if (tree.KW_NATURAL() !== null) throw unmodelled(tree, 'NATURAL JOIN');
  const at = locationOf(tree);
  const left = relation(build, present(tree._left, 'left relation'));
  if (tree.KW_CROSS() !== null) {
    const right = sampled(build, present(tree._right ?? tree.sampledRelation(), 'right relation'));
    return { kind: 'join', at, type: 'cross', left, right, criteria: undefined };
  }
  const right = relation(build, present(tree._rightRelation, 'right relation'));
  const criteria = criteriaOf(build, present(tree.joinCriteria(), 'join criteria'));
  return { kind: 'join', at, type: joinType(tree), left, right, criteria };
}

function joinType(tree: JoinRelationContext): Join['type'] {
  const type = tree.joinType();
  if ((type?.KW_LEFT() ?? null) !== null) return 'left';
  if ((type?.KW_RIGHT() ?? null) !== null) return 'right';
  if ((type?.KW_FULL() ?? null) !== null) return 'full';
  return 'inner';
}

function criteriaOf(build: Build, tree: JoinCriteriaContext): Join['criteria'] {
  if (tree.KW_USING() !== null) return { kind: 'using', columns: tree.identifier().map(identifier) };
  const equality = tree.joinColumnEquality();
  if (equality === null) {
    return { kind: 'on', condition: build.expression(present(tree.booleanExpression(), 'join condition')) };
  }
  const [left, right] = equality.joinColumnReference().map((side): Expression => {
    const name = side.columnName();
    const single = side.identifier();
    const parts = name === null ? [identifier(present(single, 'column'))] : qualifiedName(name.qualifiedName());
    return { kind: 'column', at: locationOf(side), parts };
  });
  const at = locationOf(equality);
  const condition: Expression = {
    kind: 'comparison',
    at,
    operator: '=',
    left: present(left, 'left column'),
    right: present(right, 'right column'),
  };
  return { kind: 'on', condition };
}

function sampled(build: Build, tree: SampledRelationContext): Relation {
  if (tree.KW_TABLESAMPLE() !== null) throw unmodelled(tree, 'TABLESAMPLE');
  const pattern = tree.patternRecognition();
  if (pattern.KW_MATCH_RECOGNIZE() !== null) throw unmodelled(pattern, 'MATCH_RECOGNIZE');
  return aliased(build, pattern.aliasedRelation());
}

function aliased(build: Build, tree: AliasedRelationContext): Relation {
  const inner = primary(build, tree.relationPrimary());
  const alias = tree.identifier();
  if (alias === null) return inner;
  return {
    kind: 'alias',
    at: locationOf(tree),
    relation: inner,
    alias: identifier(alias),
    columns: tree.columnAliases()?.identifier().map(identifier),
  };
}

function primary(build: Build, tree: RelationPrimaryContext): Relation {
  const at = locationOf(tree);
  if (tree instanceof TableNameContext) {
    if (tree.queryPeriod() !== null) throw unmodelled(tree, 'time travel');
    return { kind: 'table', at, name: tableName(tree.tableOrViewName()) };
  }
  if (tree instanceof ParenthesizedRelationContext) return relation(build, tree.relation());
  if (tree instanceof ExpressionSourceTableContext) {
    const source = tree.relationSourceTable();
    if (source instanceof SubqueryRelationContext) {
      return { kind: 'query', at, query: build.query(source.query()), lateral: false };
    }
    if (source instanceof LateralContext)
      return { kind: 'query', at, query: build.query(source.query()), lateral: true };
    if (source instanceof UnnestContext) {
      const expressions = source.expression().map((item) => build.expression(item));
      return { kind: 'unnest', at, expressions, ordinality: source.KW_ORDINALITY() !== null };
    }
    throw unmodelled(source, 'table function');
  }
  throw unmodelled(tree, 'relation');
}

function tableName(tree: TableOrViewNameContext): Identifier[] {
  const table = tree.tableRef();
  if (table !== null) return table.identifier().map(identifier);
  return present(tree.viewRef(), 'table name').identifier().map(identifier);
}

export function tableParts(tree: Pick<TableRefContext, 'identifier'>): Identifier[] {
  return tree.identifier().map(identifier);
}
