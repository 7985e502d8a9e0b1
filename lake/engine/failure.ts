import { Refusal } from '../model/refusal.js';
import type { Location } from './ast/location.js';

const NAMES = [
  'COLUMN_NOT_FOUND',
  'TABLE_NOT_FOUND',
  'SCHEMA_NOT_FOUND',
  'CATALOG_NOT_FOUND',
  'FUNCTION_NOT_FOUND',
  'AMBIGUOUS_NAME',
  'TYPE_MISMATCH',
  'SYNTAX_ERROR',
  'NOT_SUPPORTED',
  'EXPRESSION_NOT_AGGREGATE',
  'EXPRESSION_NOT_SCALAR',
  'EXPRESSION_NOT_CONSTANT',
  'EXPRESSION_NOT_IN_DISTINCT',
  'NESTED_AGGREGATION',
  'MISMATCHED_COLUMN_ALIASES',
  'INVALID_COLUMN_REFERENCE',
  'INVALID_LITERAL',
  'TYPE_NOT_FOUND',
  'DUPLICATE_NAMED_QUERY',
  'DUPLICATE_COLUMN_NAME',
  'MISSING_COLUMN_NAME',
  'TABLE_ALREADY_EXISTS',
  'COLUMN_TYPE_UNKNOWN',
  'DUPLICATE_PROPERTY',
  'INVALID_TABLE_PROPERTY',
  'HIVE_COLUMN_ORDER_MISMATCH',
  'HIVE_FILESYSTEM_ERROR',
  'HIVE_PATH_ALREADY_EXISTS',
  'HIVE_TOO_MANY_OPEN_PARTITIONS',
  'INVALID_VIEW',
  'NOT_FOUND',
  'VIEW_IS_RECURSIVE',
  'VIEW_IS_STALE',
  'INVALID_PARAMETER_USAGE',
  'INVALID_FUNCTION_ARGUMENT',
  'INVALID_CAST_ARGUMENT',
  'NUMERIC_VALUE_OUT_OF_RANGE',
  'DIVISION_BY_ZERO',
  'SUBQUERY_MULTIPLE_ROWS',
  'HIVE_BAD_DATA',
  'HIVE_METASTORE_ERROR',
  'HIVE_CANNOT_OPEN_SPLIT',
  'PERMISSION_DENIED',
  'EXCEEDED_MEMORY_LIMIT',
  'EXCEEDED_TIME_LIMIT',
  'GENERIC_INTERNAL_ERROR',
] as const;

/** Names of query errors as Athena prints them before the colon. */
export type FailureName = (typeof NAMES)[number];

export function isFailureName(text: string): text is FailureName {
  return (NAMES as readonly string[]).includes(text);
}

/** `AthenaError` of GetQueryExecution: category 1 system, 2 user, 3 other. */
export interface ErrorNumbers {
  readonly category: 1 | 2 | 3;
  readonly type: number;
}

const USER = 2;

/**
 * Numbers that real executions showed (Athena User Guide, "Athena error catalog", and recorded answers). Names that no
 * record covers take 1006, as Athena gives every error of analysis.
 */
const NUMBERS: Partial<Readonly<Record<FailureName, ErrorNumbers>>> = {
  TABLE_NOT_FOUND: { category: USER, type: 1301 },
  SCHEMA_NOT_FOUND: { category: USER, type: 1301 },
  TYPE_MISMATCH: { category: USER, type: 1002 },
  FUNCTION_NOT_FOUND: { category: USER, type: 1303 },
  INVALID_FUNCTION_ARGUMENT: { category: USER, type: 1106 },
  DIVISION_BY_ZERO: { category: USER, type: 1001 },
  INVALID_CAST_ARGUMENT: { category: USER, type: 1100 },
  NUMERIC_VALUE_OUT_OF_RANGE: { category: USER, type: 1100 },
  INVALID_PARAMETER_USAGE: { category: USER, type: 1100 },
  NOT_SUPPORTED: { category: USER, type: 1200 },
  NOT_FOUND: { category: USER, type: 1300 },
  MISSING_COLUMN_NAME: { category: USER, type: 1100 },
  DUPLICATE_PROPERTY: { category: USER, type: 1101 },
  INVALID_TABLE_PROPERTY: { category: USER, type: 1101 },
  HIVE_FILESYSTEM_ERROR: { category: USER, type: 1306 },
  HIVE_PATH_ALREADY_EXISTS: { category: USER, type: 1110 },
  TABLE_ALREADY_EXISTS: { category: USER, type: 1110 },
  HIVE_BAD_DATA: { category: USER, type: 1001 },
  PERMISSION_DENIED: { category: USER, type: 1500 },
  HIVE_METASTORE_ERROR: { category: 1, type: 204 },
  HIVE_CANNOT_OPEN_SPLIT: { category: 1, type: 100 },
  EXCEEDED_MEMORY_LIMIT: { category: 1, type: 0 },
  EXCEEDED_TIME_LIMIT: { category: 1, type: 206 },
  GENERIC_INTERNAL_ERROR: { category: 1, type: 400 },
};

/** A query that Athena accepts and that ends FAILED. `message` is the whole StateChangeReason. */
export class QueryFailure extends Refusal {
  readonly numbers: ErrorNumbers;

  constructor(message: string, numbers: ErrorNumbers, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueryFailure';
    this.numbers = numbers;
  }
}

/** A named failure; with a location it reads `NAME: line 1:8: text`, else `NAME: text`. */
export function failure(name: FailureName, text: string, at?: Location): QueryFailure {
  const place = at === undefined ? '' : `line ${at.line}:${at.column}: `;
  return new QueryFailure(`${name}: ${place}${text}`, NUMBERS[name] ?? { category: USER, type: 1006 });
}

/** A name that is no column the caller may read, with its parts in lower case: the column is missing or refused. */
export class UnresolvedColumn extends QueryFailure {
  readonly names: readonly string[];

  constructor(failed: QueryFailure, names: readonly string[]) {
    super(failed.message, failed.numbers);
    this.names = names;
  }
}

/** What this lake does not model fails loudly, in Athena's own shape, and is never guessed. */
export function notSupported(what: string, at?: Location): QueryFailure {
  return failure('NOT_SUPPORTED', `${what} is not supported by this lake`, at);
}

/** A statement that StartQueryExecution refuses at once (`MALFORMED_QUERY`): its text is no SQL. */
export class MalformedQuery extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedQuery';
  }
}
