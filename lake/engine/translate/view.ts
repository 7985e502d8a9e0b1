import { trinoStatement } from '../ast/build/statement.js';
import type { Location } from '../ast/location.js';
import type { Query } from '../ast/query.js';
import { CATALOG, type VisibleTable } from '../catalogue.js';
import { failure, MalformedQuery, notSupported, QueryFailure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { coercible } from '../types/coercion.js';
import { decodeView, type ViewDefinition } from '../views/definition.js';
import { coerce } from './cast.js';
import type { Env, TranslatedQuery } from './env.js';
import { querySource, type Source } from './from-source.js';
import { useField } from './scope.js';

const MAX_DEPTH = 10;

/**
 * A view of Athena's: its query, analysed with the rights of who asks, in the context of who made it (Athena User Guide,
 * "Lake Formation limitations": a grant on the view alone gives no data).
 */
export function viewSource(env: Env, table: VisibleTable, at: Location): Source {
  const name = `${CATALOG}.${table.schema}.${table.name}`;
  if (env.views.includes(name)) throw failure('VIEW_IS_RECURSIVE', 'View is recursive', at);
  if (env.views.length >= MAX_DEPTH) throw notSupported(`views nested deeper than ${MAX_DEPTH}`, at);
  const definition = decodeView(table.viewText);
  if (definition === undefined) throw notSupported(`the view ${name}`, at);
  const query = invalidUnless(name, at, () => {
    const inside: Env = {
      ...env,
      session: {
        ...env.session,
        catalog: definition.catalog.toLowerCase(),
        database: definition.schema,
        parameters: [],
      },
      scope: undefined,
      named: new Map(),
      aggregation: undefined,
      windows: undefined,
      insideTry: false,
      insideLambda: false,
      views: [...env.views, name],
    };
    return env.translate.query(inside, queryOf(definition));
  });
  return declared(env, query, definition, name, at, [CATALOG, table.schema, table.name]);
}

function queryOf({ originalSql }: ViewDefinition): Query {
  const statement = trinoStatement(originalSql);
  if (statement.kind !== 'query' || statement.parameterCount > 0) throw new MalformedQuery('not a query');
  return statement.build();
}

/** Trino's wrapper of what is wrong inside; what IAM refuses and what the lake cannot run are told as they are. */
function invalidUnless<T>(name: string, at: Location, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof QueryFailure) && !(error instanceof MalformedQuery)) throw error;
    if (/^(NOT_SUPPORTED|User): /.test(error.message)) throw error;
    const inner = error.message.replace(/^[A-Z_]+: /, '');
    throw failure('INVALID_VIEW', `Failed analyzing stored view '${name}': ${inner}`, at);
  }
}

/** The columns that the view was made with; a query that gives others by now is stale. */
function declared(
  env: Env,
  query: TranslatedQuery,
  { columns }: ViewDefinition,
  name: string,
  at: Location,
  qualifier: readonly string[],
): Source {
  const fits =
    query.columns.length === columns.length &&
    columns.every(({ type }, index) => coercible(query.columns[index]?.type ?? type, type));
  if (!fits) throw failure('VIEW_IS_STALE', `View '${name}' is stale; it must be re-created.`, at);
  const { sql: from, fields } = querySource(env, query, []);
  const values = fields.map((field, index) => {
    const value = useField(field, at);
    return sql`${coerce(value, columns[index]?.type ?? value.type).sql} AS ${Sql.name('c', index)}`;
  });
  return querySource(env, { sql: sql`SELECT ${list(values)} FROM ${from}`, columns, empty: query.empty }, qualifier);
}
