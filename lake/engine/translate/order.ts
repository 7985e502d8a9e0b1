import type { SortItem } from '../ast/expression.js';
import { list, Sql, sql } from '../sql/fragment.js';

/** What stands around a block. */
export interface Bounds {
  readonly orderBy: readonly SortItem[];
  readonly offset: bigint | undefined;
  readonly limit: bigint | undefined;
}

/** Nulls are placed explicitly: DuckDB's own default is a setting. */
export function orderSql(key: Sql, item: { readonly descending: boolean; readonly nullsFirst: boolean }): Sql {
  const direction = item.descending ? sql`DESC` : sql`ASC`;
  return sql`${key} ${direction} ${item.nullsFirst ? sql`NULLS FIRST` : sql`NULLS LAST`}`;
}

export function tailSql(keys: readonly Sql[], { offset, limit }: Pick<Bounds, 'offset' | 'limit'>): Sql {
  const order = keys.length === 0 ? sql`` : sql` ORDER BY ${list(keys)}`;
  const rows = limit === undefined ? sql`` : sql` LIMIT ${Sql.whole(limit)}`;
  const skipped = offset === undefined ? sql`` : sql` OFFSET ${Sql.whole(offset)}`;
  return sql`${order}${rows}${skipped}`;
}
