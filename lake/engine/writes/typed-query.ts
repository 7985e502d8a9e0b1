import type { Location } from '../ast/location.js';
import { failure } from '../failure.js';
import { list, Sql, sql } from '../sql/fragment.js';
import { coerce } from '../translate/cast.js';
import { raise } from '../translate/raise.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { coercible } from '../types/coercion.js';
import { typedNull } from '../types/duck-type.js';
import { type TrinoType, typeText } from '../types/trino-type.js';
import type { StoredColumn } from './stored-type.js';

/**
 * The query's columns as a table takes them: `named` are the table's columns that they go to, in the query's order, and
 * all others of the table are NULL. Throws QueryFailure in Trino's words when a type does not become its column's by
 * itself.
 */
export function asTable(
  statement: TranslatedStatement,
  table: readonly StoredColumn[],
  named: readonly string[],
  at: Location,
): TranslatedStatement {
  const taken = named.flatMap((name) => table.find((column) => column.name === name) ?? []);
  const fits =
    statement.columns.length === taken.length &&
    taken.every(({ type }, index) => assignable(statement.columns[index]?.type ?? type, type));
  if (!fits) {
    const types = (columns: readonly { readonly type: TrinoType }[]): string =>
      columns.map(({ type }) => typeText(type)).join(', ');
    const text = `Insert query has mismatched column types: Table: [${types(taken)}], Query: [${types(statement.columns)}]`;
    throw failure('TYPE_MISMATCH', text, at);
  }
  const values = table.map(({ name, type }, index) => {
    const place = named.indexOf(name);
    const from = statement.columns[place];
    const value = from === undefined ? typedNull(type) : assigned(sql`r0.${Sql.name('c', place)}`, from.type, type);
    return sql`${value} AS ${Sql.name('c', index)}`;
  });
  return { ...statement, columns: table, sql: sql`SELECT ${list(values)} FROM (${statement.sql}) AS r0` };
}

/** A longer text may go into a shorter column: whether it fits is seen when it is written. */
function assignable(from: TrinoType, to: TrinoType): boolean {
  return (from.kind === 'varchar' && to.kind === 'varchar') || coercible(from, to);
}

/** Blanks at the end of a text may go, other letters may not. */
function assigned(value: Sql, from: TrinoType, to: TrinoType): Sql {
  if (from.kind !== 'varchar' || to.kind !== 'varchar' || to.length === undefined) {
    return coerce({ type: from, sql: value }, to).sql;
  }
  if (from.length !== undefined && from.length <= to.length) return value;
  const error = raise('INVALID_CAST_ARGUMENT', 'Cannot truncate non-space characters on INSERT', to, false, [value]);
  const length = Sql.whole(to.length);
  return sql`CASE WHEN length(rtrim(${value}, ' ')) > ${length} THEN ${error} ELSE left(${value}, ${length}) END`;
}
