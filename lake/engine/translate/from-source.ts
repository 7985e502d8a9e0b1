import { Sql, sql } from '../sql/fragment.js';
import type { Env, TranslatedQuery } from './env.js';
import type { Scan } from './scan.js';
import type { Field } from './scope.js';

/** A relation of FROM: its SQL, the names it brings, and the scan that it is, when it is one table as it stands. */
export interface Source {
  readonly sql: Sql;
  readonly fields: readonly Field[];
  readonly scan?: Scan;
}

/** A query under a generated name; its columns are found by `qualifier`. */
export function querySource(env: Env, query: TranslatedQuery, qualifier: readonly string[]): Source {
  const relation = Sql.name('r', env.growth.nextRelation());
  const fields = query.columns.map((column, index): Field => {
    return { name: column.name, qualifier, type: column.type, sql: sql`${relation}.${Sql.name('c', index)}` };
  });
  return { sql: sql`(${query.sql}) AS ${relation}`, fields };
}
