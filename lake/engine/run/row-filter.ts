import { expressionOf } from '../ast/build/statement.js';
import type { VisibleTable } from '../catalogue.js';
import { failure, notSupported } from '../failure.js';
import { Sql } from '../sql/fragment.js';
import type { Env } from '../translate/env.js';
import { condition, translateExpression } from '../translate/expression.js';
import type { Scan } from '../translate/scan.js';
import type { Field } from '../translate/scope.js';
import { typeOfHive } from '../types/hive-type.js';

/**
 * An administrator's row filter as SQL over the columns `p0`, `p1` … of the table's full list; `columns` are the places
 * of those that it names. It holds scalar conditions only (Lake Formation Developer Guide, "PartiQL support in row
 * filter expressions"); anything else ends the query, since a filter that cannot be applied must let nothing through.
 */
export function rowFilterSql(
  table: VisibleTable,
  filter: string,
): { readonly condition: Sql; readonly columns: readonly number[] } {
  const scan: Scan = { index: 0, table, used: new Set(), limit: undefined, prunedTo: new Map() };
  const fields = table.all.map((column, index): Field => {
    const type = typeOfHive(column.hiveType) ?? { unmodelled: column.hiveType };
    return { name: column.name, qualifier: [], type, sql: Sql.name('p', index), origin: { scan, column: index } };
  });
  const refuse = (): never => {
    throw notSupported('a query in a row filter');
  };
  const env: Env = {
    session: { catalogue: EMPTY, catalog: '', database: '', startedAt: new Date(0), parameters: [] },
    growth: { scans: [], nextRelation: refuse },
    scope: { fields, parent: undefined },
    named: new Map(),
    aggregation: undefined,
    windows: undefined,
    clause: 'Row filter',
    insideTry: false,
    translate: { expression: translateExpression, query: refuse },
  };
  try {
    return { condition: condition(env, expressionOf(filter)).sql, columns: [...scan.used] };
  } catch {
    // The filter's text is the administrator's, so the caller is told only that it stands in the way.
    throw failure('GENERIC_INTERNAL_ERROR', 'the row filter of the table cannot be applied');
  }
}

const EMPTY = { schemaNames: () => [], hasSchema: () => false, tableNames: () => [], table: () => undefined };
