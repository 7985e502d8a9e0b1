import type { Identifier } from '../ast/identifier.js';
import type { Location } from '../ast/location.js';
import type { Join, Relation } from '../ast/query.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { BIGINT, type TrinoType, typeText } from '../types/trino-type.js';
import { coerce } from './cast.js';
import { comparison, inCommon } from './comparison.js';
import type { Env, Typed } from './env.js';
import { condition } from './expression.js';
import { querySource, type Source } from './from-source.js';
import { fieldOf, pairKey, pairValue } from './nested.js';
import { type Field, findField, type Scope, useField } from './scope.js';
import { tableSource } from './table.js';

/** The relations of a FROM clause; commas are cross joins. Without FROM: one row of no columns. */
export function fromClause(env: Env, relations: readonly Relation[]): Source | undefined {
  const [first, ...rest] = relations;
  if (first === undefined) return undefined;
  return rest.reduce((left: Source, relation) => cross(env, left, relation), source(env, first, []));
}

function cross(env: Env, left: Source, relation: Relation): Source {
  const right = source(env, relation, left.fields);
  return { sql: sql`${left.sql} CROSS JOIN ${right.sql}`, fields: [...left.fields, ...right.fields] };
}

/** `lateral` are the fields to the left, which UNNEST and LATERAL may name. */
function source(env: Env, relation: Relation, lateral: readonly Field[]): Source {
  switch (relation.kind) {
    case 'table':
      return tableSource(env, relation.name, relation.at);
    case 'query': {
      const around: Scope | undefined = relation.lateral ? { fields: lateral, parent: env.scope } : env.scope;
      return querySource(env, env.translate.query({ ...env, scope: around }, relation.query), []);
    }
    case 'alias':
      return renamed(source(env, relation.relation, lateral), relation.alias, relation.columns, relation.at);
    case 'unnest':
      return unnest(env, relation, lateral);
    case 'join':
      return join(env, relation, lateral);
  }
}

function renamed(inner: Source, alias: Identifier, columns: readonly Identifier[] | undefined, at: Location): Source {
  // Trino: a list of columns leaves hidden ones behind.
  const shown = columns === undefined ? inner.fields : inner.fields.filter((field) => field.hidden !== true);
  if (columns !== undefined && columns.length !== shown.length) {
    const text = `Column alias list has ${columns.length} entries but '${alias.name}' has ${shown.length} columns available`;
    throw failure('MISMATCHED_COLUMN_ALIASES', text, at);
  }
  const fields = shown.map((field, index): Field => {
    return { ...field, name: columns?.[index]?.name ?? field.name, qualifier: [alias.name] };
  });
  return { ...inner, fields };
}

function unnest(env: Env, relation: Extract<Relation, { kind: 'unnest' }>, lateral: readonly Field[]): Source {
  const around: Env = {
    ...env,
    scope: { fields: lateral, parent: env.scope },
    aggregation: undefined,
    windows: undefined,
  };
  const clause = { ...around, clause: 'UNNEST' };
  const lists = relation.expressions.map((part) => listOf(env.translate.expression(clause, part), relation.at));
  const name = Sql.name('r', env.growth.nextRelation());
  const lengths = list(lists.map(({ items }) => sql`coalesce(len(${items}), 0)`));
  const columns = [
    ...lists.map(({ items }) => sql`unnest(${items})`),
    ...(relation.ordinality ? [sql`unnest(range(1, greatest(${lengths}) + 1))`] : []),
  ];
  const unnested = lists.flatMap(({ columns: parts }, index) => {
    const column = sql`${name}.${Sql.name('c', index)}`;
    return parts.map(({ type, value }): Typed => ({ type, sql: value(column) }));
  });
  const ordinal = { type: BIGINT, sql: sql`${name}.${Sql.name('c', lists.length)}` };
  return {
    sql: sql`(SELECT ${list(columns.map((column, index) => sql`${column} AS ${Sql.name('c', index)}`))}) AS ${name}`,
    fields: [...unnested, ...(relation.ordinality ? [ordinal] : [])].map((value) => {
      return { name: undefined, qualifier: [], ...value };
    }),
  };
}

interface UnnestedList {
  readonly items: Sql;
  /** What one item becomes: an array's element, a row's fields, a map's key and value. */
  readonly columns: readonly { readonly type: TrinoType; readonly value: (item: Sql) => Sql }[];
}

/** Source: Trino documentation, "SELECT", UNNEST. */
function listOf({ type, sql: items }: Typed, at: Location): UnnestedList {
  if (type.kind === 'map') {
    const columns = [
      { type: type.key, value: pairKey },
      { type: type.value, value: pairValue },
    ];
    return { items: sql`map_entries(${items})`, columns };
  }
  if (type.kind !== 'array') throw failure('TYPE_MISMATCH', `Cannot unnest type: ${typeText(type)}`, at);
  const { element } = type;
  if (element.kind !== 'row') return { items, columns: [{ type: element, value: (item) => item }] };
  return {
    items,
    columns: element.fields.map((field, index) => ({ type: field.type, value: (item) => fieldOf(item, index) })),
  };
}

const JOINS: Readonly<Record<Exclude<Join['type'], 'cross'>, Sql>> = {
  inner: sql`INNER JOIN`,
  left: sql`LEFT JOIN`,
  right: sql`RIGHT JOIN`,
  full: sql`FULL JOIN`,
};

function join(env: Env, node: Join, lateral: readonly Field[]): Source {
  const left = source(env, node.left, lateral);
  const right = source(env, node.right, [...lateral, ...left.fields]);
  const fields = [...left.fields, ...right.fields];
  if (node.type === 'cross' || node.criteria === undefined) {
    return { sql: sql`(${left.sql} CROSS JOIN ${right.sql})`, fields };
  }
  if (node.criteria.kind === 'using') return joinUsing(node, node.type, left, right, node.criteria.columns);
  const scope: Scope = { fields, parent: env.scope };
  const inner: Env = { ...env, scope, aggregation: undefined, windows: undefined, clause: 'JOIN ON clause' };
  const on = condition(inner, node.criteria.condition).sql;
  return { sql: sql`(${left.sql} ${JOINS[node.type]} ${right.sql} ON ${on})`, fields };
}

/** Joined columns come first and once; their value is that of the side that has one (SQL standard, `JOIN … USING`). */
function joinUsing(
  node: Join,
  type: Exclude<Join['type'], 'cross'>,
  left: Source,
  right: Source,
  columns: readonly Identifier[],
): Source {
  const pairs = columns.map((column) => {
    const [a, b] = [left, right].map((side): Typed => {
      const field = findField({ fields: side.fields, parent: undefined }, [column], column.at);
      if (field !== undefined) return useField(field, column.at);
      const where = side === left ? 'left' : 'right';
      throw failure('COLUMN_NOT_FOUND', `Column '${column.name}' is missing from ${where} side of join`, column.at);
    });
    if (a === undefined || b === undefined) throw failure('GENERIC_INTERNAL_ERROR', 'a join has two sides', node.at);
    const [x, y] = inCommon(
      a,
      b,
      () => `Column Types of left and right must match for column ${column.name}`,
      column.at,
    );
    return {
      column,
      on: comparison('=', x, y, column.at).sql,
      value: { type: x.type, sql: sql`coalesce(${x.sql}, ${coerce(y, x.type).sql})` },
    };
  });
  const joined = new Set(columns.map((column) => column.name));
  const kept = (field: Field): boolean => field.name === undefined || !joined.has(field.name);
  return {
    sql: sql`(${left.sql} ${JOINS[type]} ${right.sql} ON ${Sql.join(
      pairs.map(({ on }) => on),
      sql` AND `,
    )})`,
    fields: [
      ...pairs.map(({ column, value }): Field => ({ name: column.name, qualifier: [], ...value })),
      ...left.fields.filter(kept),
      ...right.fields.filter(kept),
    ],
  };
}
