import type { Location } from '../ast/location.js';
import { failure } from '../failure.js';
import type { StoredColumn } from './stored-type.js';

/** A query's columns, cut where its partition keys begin. Throws QueryFailure in Trino's words unless these come last. */
export function cutKeys(
  columns: readonly StoredColumn[],
  partitionedBy: readonly string[],
  at: Location,
): { readonly columns: readonly StoredColumn[]; readonly keys: readonly StoredColumn[] } {
  const unknown = partitionedBy.filter((key) => !columns.some(({ name }) => name === key));
  if (unknown.length > 0) {
    throw failure('INVALID_TABLE_PROPERTY', `Partition columns [${unknown.join(', ')}] not present in schema`, at);
  }
  const cut = columns.length - partitionedBy.length;
  if (cut <= 0) throw failure('INVALID_TABLE_PROPERTY', 'Table contains only partition columns', at);
  const keys = columns.slice(cut);
  if (keys.some(({ name }, index) => name !== partitionedBy[index])) {
    const text = `Partition keys must be the last columns in the table and in the same order as the table properties: [${partitionedBy.join(', ')}]`;
    throw failure('HIVE_COLUMN_ORDER_MISMATCH', text);
  }
  return { columns: columns.slice(0, cut), keys };
}
