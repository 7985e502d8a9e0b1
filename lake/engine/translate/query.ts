import type { NamedQuery, Query, QueryBody, RowCount, SetOperation } from '../ast/query.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { commonType } from '../types/coercion.js';
import { type TrinoType, typeText } from '../types/trino-type.js';
import { coerce } from './cast.js';
import { commonOf, refuseMaps } from './comparison.js';
import type { Env, NamedSource, OutputColumn, TranslatedQuery } from './env.js';
import { querySource } from './from-source.js';
import { type Bounds, orderSql, tailSql } from './order.js';
import { type Field, useField } from './scope.js';
import { selectBlock } from './select.js';
import { tableSource } from './table.js';

/** A whole query. Its columns come out as c0, c1 …; no name of the statement reaches DuckDB. */
export function translateQuery(env: Env, query: Query): TranslatedQuery {
  const inner: Env = { ...env, named: withNamed(env, query.with), aggregation: undefined, windows: undefined };
  const bounds: Bounds = {
    orderBy: query.orderBy,
    offset: rowCount(env, query.offset),
    limit: rowCount(env, query.limit),
  };
  if (query.body.kind === 'select') return selectBlock(inner, query.body, bounds);
  const body = translateBody(inner, query.body);
  const plain = bounds.orderBy.length === 0 && bounds.offset === undefined && bounds.limit === undefined;
  return plain ? body : bounded(inner, body, bounds);
}

function withNamed(env: Env, queries: readonly NamedQuery[]): ReadonlyMap<string, NamedSource> {
  let named = env.named;
  for (const { name, columns, query } of queries) {
    // A WITH query sees those before it, and no others.
    const source: NamedSource = { query, columns: columns?.map((column) => column.name), env: { ...env, named } };
    // Refused names are refused even where the query is not used; what is not used is not read.
    translateQuery({ ...env, named, growth: { ...env.growth, scans: [] } }, query);
    named = new Map([...named, [name.name, source]]);
  }
  return named;
}

function rowCount(env: Env, count: RowCount | undefined): bigint | undefined {
  if (count === undefined || 'rows' in count) return count?.rows;
  const value = env.session.parameters[count.parameter];
  if (value?.kind !== 'integer' || BigInt(value.digits) < 0n) {
    throw failure('INVALID_PARAMETER_USAGE', 'LIMIT and OFFSET need a whole number', count.at);
  }
  return BigInt(value.digits);
}

function translateBody(env: Env, body: QueryBody): TranslatedQuery {
  switch (body.kind) {
    case 'select':
      return selectBlock(env, body, { orderBy: [], offset: undefined, limit: undefined });
    case 'nested':
      return translateQuery(env, body.query);
    case 'values':
      return values(env, body);
    case 'table': {
      const source = tableSource(env, body.name, body.at);
      return allOf(
        source.sql,
        source.fields.filter((field) => field.hidden !== true),
        body,
      );
    }
    case 'set':
      return setOperation(env, body);
  }
}

function allOf(from: Sql, fields: readonly Field[], { at }: QueryBody): TranslatedQuery {
  const columns = fields.map((field) => ({ name: field.name, value: useField(field, at) }));
  const projected = columns.map(({ value }, index) => sql`${value.sql} AS ${Sql.name('c', index)}`);
  return {
    sql: sql`SELECT ${list(projected)} FROM ${from}`,
    columns: columns.map(({ name, value }) => ({ name, type: value.type })),
    empty: false,
  };
}

function values(env: Env, body: Extract<QueryBody, { readonly kind: 'values' }>): TranslatedQuery {
  const inner: Env = { ...env, clause: 'VALUES' };
  const rows = body.rows.map((row) =>
    (row.kind === 'row' ? row.items : [row]).map((item) => env.translate.expression(inner, item)),
  );
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width)) {
    throw failure('TYPE_MISMATCH', 'Values rows have mismatched sizes', body.at);
  }
  const types = Array.from({ length: width }, (_, index): TrinoType => {
    const cells = rows.flatMap((row) => row[index] ?? []);
    return commonOf(cells, body.at, 'Values rows have mismatched types');
  });
  const names = list(types.map((_, index) => Sql.name('c', index)));
  const lines = rows.map(
    (row) => sql`(${list(row.map((cell, index) => coerce(cell, types[index] ?? cell.type).sql))})`,
  );
  return {
    sql: sql`SELECT ${names} FROM (VALUES ${list(lines)}) AS r0(${names})`,
    columns: types.map((type) => ({ name: undefined, type })),
    empty: false,
  };
}

const OPERATIONS: Readonly<Record<SetOperation['operation'], Sql>> = {
  union: sql`UNION`,
  intersect: sql`INTERSECT`,
  except: sql`EXCEPT`,
};

function setOperation(env: Env, body: SetOperation): TranslatedQuery {
  const [left, right] = [translateBody(env, body.left), translateBody(env, body.right)];
  if (left.columns.length !== right.columns.length) {
    const text = `${body.operation.toUpperCase()} query has different number of fields: ${left.columns.length}, ${right.columns.length}`;
    throw failure('TYPE_MISMATCH', text, body.at);
  }
  const columns = left.columns.map((column, index): OutputColumn => {
    const other = right.columns[index]?.type ?? column.type;
    const type = commonType(column.type, other);
    if (type !== undefined) {
      if (!body.all) refuseMaps(type, body.operation.toUpperCase(), body.at);
      return { name: column.name, type };
    }
    const text = `column ${index + 1} in ${body.operation.toUpperCase()} query has incompatible types: ${typeText(column.type)}, ${typeText(other)}`;
    throw failure('TYPE_MISMATCH', text, body.at);
  });
  const operator = body.all ? sql`${OPERATIONS[body.operation]} ALL` : OPERATIONS[body.operation];
  return {
    sql: sql`(${retyped(env, left, columns)}) ${operator} (${retyped(env, right, columns)})`,
    columns,
    empty: left.empty && (right.empty || body.operation !== 'union'),
  };
}

/** The same rows with each column in the type that both sides share. */
function retyped(env: Env, query: TranslatedQuery, columns: readonly OutputColumn[]): Sql {
  const { sql: from, fields } = querySource(env, query, []);
  const projected = fields.map((field, index) => {
    const value = useField(field, { line: 1, column: 1 });
    return sql`${coerce(value, columns[index]?.type ?? value.type).sql} AS ${Sql.name('c', index)}`;
  });
  return sql`SELECT ${list(projected)} FROM ${from}`;
}

/** ORDER BY, OFFSET and LIMIT around a set operation, VALUES or TABLE: only its own columns can be named. */
function bounded(env: Env, body: TranslatedQuery, bounds: Bounds): TranslatedQuery {
  const { sql: from, fields } = querySource(env, body, []);
  const inner: Env = { ...env, scope: { fields, parent: env.scope }, clause: 'ORDER BY clause' };
  const keys = bounds.orderBy.map((item) => {
    const place = item.expression.kind === 'integer' ? fields[Number(item.expression.digits) - 1] : undefined;
    const key = place === undefined ? env.translate.expression(inner, item.expression).sql : place.sql;
    return orderSql(key, item);
  });
  const projected = fields.map((field, index) => sql`${field.sql} AS ${Sql.name('c', index)}`);
  return {
    ...body,
    sql: sql`SELECT ${list(projected)} FROM ${from}${tailSql(keys, bounds)}`,
    empty: body.empty || bounds.limit === 0n,
  };
}
