import type { Location } from '../ast/location.js';
import { failure } from '../failure.js';

/**
 * Takes the names of the columns that a view or a table is to have, one after the other. Throws QueryFailure in Trino's
 * words for a column without a name, and for a name that was taken before.
 */
export function uniqueNames(at: Location): (name: string | undefined, index: number) => string {
  const seen = new Set<string>();
  return (name, index) => {
    if (name === undefined) {
      throw failure('MISSING_COLUMN_NAME', `Column name not specified at position ${index + 1}`, at);
    }
    if (seen.has(name)) throw failure('DUPLICATE_COLUMN_NAME', `Column name '${name}' specified more than once`, at);
    seen.add(name);
    return name;
  };
}
