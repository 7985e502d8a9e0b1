import type { Expression, WindowSpecification } from '../ast/expression.js';
import { dotted, type Identifier } from '../ast/identifier.js';
import type { SelectBlock, SelectItem } from '../ast/query.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { typeText } from '../types/trino-type.js';
import { holdsAggregate } from './aggregates-in.js';
import { Aggregation } from './aggregation.js';
import { refuseMaps } from './comparison.js';
import { neverTrue, prunePartitions } from './emptiness.js';
import type { Env, OutputColumn, TranslatedQuery, Typed } from './env.js';
import { condition } from './expression.js';
import { expressionKey } from './expression-key.js';
import { fromClause } from './from.js';
import type { Source } from './from-source.js';
import { groupBy } from './grouping.js';
import { fieldOf } from './nested.js';
import { type Bounds, orderSql, tailSql } from './order.js';
import { limitScan } from './scan.js';
import { type Field, findPath, type Scope, useField } from './scope.js';

interface Output {
  readonly column: OutputColumn;
  readonly value: Typed;
  /** What ORDER BY tells outputs apart by: most blocks have none that asks. */
  readonly key: () => string;
}

/**
 * SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT. A grouped block becomes two queries: the grouping, with
 * its keys and aggregates as columns, and the projection over it.
 */
export function selectBlock(env: Env, block: SelectBlock, bounds: Bounds): TranslatedQuery {
  const scansBefore = env.growth.scans.length;
  const source = fromClause(env, block.from);
  const scope: Scope = { fields: source?.fields ?? [], parent: env.scope };
  const nothing = neverTrue(block.where) || bounds.limit === 0n;
  if (nothing) for (const scan of env.growth.scans.slice(scansBefore)) limitScan(scan, 0n);
  prunePartitions(block.where, scope);

  const rows: Env = { ...env, scope, aggregation: undefined, windows: undefined };
  const where = block.where === undefined ? undefined : condition({ ...rows, clause: 'WHERE clause' }, block.where).sql;
  const below = sql`${source === undefined ? sql`` : sql` FROM ${source.sql}`}${where === undefined ? sql`` : sql` WHERE ${where}`}`;
  const windows = new Map(block.windows.map(({ name, window }): [string, WindowSpecification] => [name.name, window]));

  const grouped = isGrouped(block, bounds);
  if (!grouped) pushLimit(source, block, bounds);
  const aggregation = grouped ? new Aggregation(rows, env.growth.nextRelation()) : undefined;
  const sets = aggregation === undefined ? undefined : groupBy(rows, aggregation, block);
  const above: Env = { ...rows, windows, aggregation, scope: aggregation?.scope() ?? scope, clause: 'SELECT clause' };

  const outputs = block.items.flatMap((item) => outputsOf(above, item, source, scope));
  if (block.distinct) for (const { column } of outputs) refuseMaps(column.type, 'DISTINCT', block.at);
  const having =
    block.having === undefined
      ? undefined
      : condition({ ...above, windows: undefined, clause: 'HAVING clause' }, block.having).sql;
  const keys = sortKeys(above, block, bounds, outputs);
  // The grouping's columns are known only now that everything above it is translated.
  const from =
    aggregation === undefined || sets === undefined
      ? below
      : sql` FROM (SELECT ${list(aggregation.columns)}${below}${sets}) AS ${aggregation.relation}${having === undefined ? sql`` : sql` WHERE ${having}`}`;
  return {
    sql: project(env, block, bounds, outputs, keys, from),
    columns: outputs.map(({ column }) => column),
    empty: bounds.limit === 0n || (nothing && !grouped),
  };
}

function isGrouped(block: SelectBlock, bounds: Bounds): boolean {
  const items = block.items.flatMap((item) => (item.kind === 'star' ? (item.row ?? []) : item.expression));
  const sorted = bounds.orderBy.map((item) => item.expression);
  return block.groupBy !== undefined || block.having !== undefined || [...items, ...sorted].some(holdsAggregate);
}

/** LIMIT of a block that takes rows of one table as they come: no more of them need be copied. */
function pushLimit(source: Source | undefined, block: SelectBlock, bounds: Bounds): void {
  if (bounds.limit === undefined) return;
  const takesAsTheyCome =
    source?.scan !== undefined &&
    block.where === undefined &&
    !block.distinct &&
    bounds.orderBy.length === 0 &&
    !block.items.some((item) => JSON.stringify(item, withoutBigint).includes('"window"'));
  if (takesAsTheyCome) limitScan(source.scan, bounds.limit + (bounds.offset ?? 0n));
}

function withoutBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

function outputsOf(env: Env, item: SelectItem, source: Source | undefined, scope: Scope): Output[] {
  if (item.kind === 'expression') {
    const value = env.translate.expression(env, item.expression);
    const named = item.expression.kind === 'column' ? item.expression.parts.at(-1)?.name : undefined;
    const column = { name: item.alias?.name ?? named, type: value.type };
    return [{ column, value, key: () => expressionKey(item.expression, scope) }];
  }
  const row = starRow(env, item);
  if (row !== undefined) return rowOutputs(row, item);
  return starFields(env, item, source).map((field): Output => {
    const value = useStar(field, item);
    return { column: { name: field.name, type: value.type }, value, key: () => field.sql.text };
  });
}

type Star = Extract<SelectItem, { kind: 'star' }>;

/** The value before `.*` where it is a row: an expression, or a name that means a column and no table. */
function starRow(env: Env, item: Star): Typed | undefined {
  if (item.row !== undefined) return env.translate.expression(env, item.row);
  const { qualifier } = item;
  if (qualifier === undefined || qualified(env, qualifier).length > 0) return undefined;
  if (findPath(env.scope, qualifier, item.at) === undefined) return undefined;
  return env.translate.expression(env, { kind: 'column', at: item.at, parts: qualifier });
}

function rowOutputs({ type, sql: row }: Typed, item: Star): Output[] {
  if (type.kind !== 'row')
    throw failure('TYPE_MISMATCH', `Expected expression of type Row: ${typeText(type)}`, item.at);
  return type.fields.map((field, index): Output => {
    const value = { type: field.type, sql: fieldOf(row, index) };
    return { column: { name: field.name, type: field.type }, value, key: () => value.sql.text };
  });
}

/** `*` gives what the caller may select, and says nothing of the rest. */
function starFields(env: Env, item: Star, source: Source | undefined): readonly Field[] {
  const fields = (env.scope?.fields ?? []).filter((field) => field.hidden !== true);
  if (item.qualifier === undefined) {
    if (source === undefined)
      throw failure('SYNTAX_ERROR', 'SELECT * not allowed in queries without FROM clause', item.at);
    return fields;
  }
  const found = qualified(env, item.qualifier);
  if (found.length === 0) throw failure('TABLE_NOT_FOUND', `Table '${dotted(item.qualifier)}' not found`, item.at);
  return found;
}

/** The shown columns of the relation that goes by this name. */
function qualified(env: Env, qualifier: readonly Identifier[]): readonly Field[] {
  const names = qualifier.map((part) => part.name);
  return (env.scope?.fields ?? []).filter((field) => {
    const tail = field.qualifier.slice(field.qualifier.length - names.length);
    const isOf = field.qualifier.length >= names.length && names.every((name, index) => name === tail[index]);
    return isOf && field.hidden !== true;
  });
}

function useStar(field: Field, item: Star): Typed {
  if (field.ungrouped) {
    const text = `'${field.name ?? '*'}' must be an aggregate expression or appear in GROUP BY clause`;
    throw failure('EXPRESSION_NOT_AGGREGATE', text, item.at);
  }
  return useField(field, item.at);
}

/** ORDER BY may name an output by its alias or its place, or anything that SELECT could. */
function sortKeys(env: Env, block: SelectBlock, bounds: Bounds, outputs: readonly Output[]): readonly Typed[] {
  if (bounds.orderBy.length === 0) return [];
  const different = new Map(outputs.map((output): [string, Output] => [output.key(), output]).reverse());
  const aliases = [...different.values()].map((output): Field => {
    return { name: output.column.name, qualifier: [], type: output.value.type, sql: output.value.sql };
  });
  return bounds.orderBy.map(({ expression }) => {
    const value = sortKey(env, expression, outputs, aliases);
    if (block.distinct && !outputs.some((output) => output.value.sql.text === value.sql.text)) {
      const text = 'For SELECT DISTINCT, ORDER BY expressions must appear in select list';
      throw failure('EXPRESSION_NOT_IN_DISTINCT', text, expression.at);
    }
    return value;
  });
}

function sortKey(env: Env, expression: Expression, outputs: readonly Output[], aliases: readonly Field[]): Typed {
  if (expression.kind === 'integer') {
    const output = outputs[Number(expression.digits) - 1];
    if (output !== undefined) return output.value;
    const text = `ORDER BY position ${expression.digits} is not in select list`;
    throw failure('INVALID_COLUMN_REFERENCE', text, expression.at);
  }
  const [name, ...more] = expression.kind === 'column' ? expression.parts : [];
  const named = more.length > 0 || name === undefined ? [] : outputs.filter(({ column }) => column.name === name.name);
  const [first, ...others] = named;
  if (first !== undefined && others.every(({ key }) => key() === first.key())) return first.value;
  // An alias hides a column of its name; a qualified name still means the column.
  const scope: Scope = { fields: aliases, parent: env.scope };
  return env.translate.expression({ ...env, scope, clause: 'ORDER BY clause' }, expression);
}

function project(
  env: Env,
  block: SelectBlock,
  bounds: Bounds,
  outputs: readonly Output[],
  keys: readonly Typed[],
  from: Sql,
): Sql {
  const columns = outputs.map(({ value }, index) => sql`${value.sql} AS ${Sql.name('c', index)}`);
  const distinct = block.distinct ? sql`DISTINCT ` : sql``;
  if (keys.length === 0) return sql`SELECT ${distinct}${list(columns)}${from}${tailSql([], bounds)}`;
  // Sort keys travel beside the columns, so that ORDER BY names nothing but generated names.
  const hidden = block.distinct ? [] : keys.map((key, index) => sql`${key.sql} AS ${Sql.name('s', index)}`);
  const relation = Sql.name('r', env.growth.nextRelation());
  const order = bounds.orderBy.map((item, index) => {
    const place = block.distinct
      ? outputs.findIndex((output) => output.value.sql.text === keys[index]?.sql.text)
      : index;
    return orderSql(sql`${relation}.${Sql.name(block.distinct ? 'c' : 's', place)}`, item);
  });
  const shown = outputs.map((_, index) => sql`${relation}.${Sql.name('c', index)}`);
  return sql`SELECT ${list(shown)} FROM (SELECT ${distinct}${list([...columns, ...hidden])}${from}) AS ${relation}${tailSql(order, bounds)}`;
}
