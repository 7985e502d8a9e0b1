import { messageOf } from '../../../core/error.js';
import { failure, isFailureName, notSupported, QueryFailure } from '../failure.js';

/**
 * What ended a query while it ran, in Trino's words. DuckDB's own text never goes out: it may hold paths of the lake, or
 * values. Trino prints the value that a cast could not take; the lake leaves it out.
 */
export function runFailure(error: unknown, signal: AbortSignal, phase: 'filling' | 'running'): Error {
  if (error instanceof QueryFailure) return error;
  if (signal.aborted) return cancelled(error);
  const text = messageOf(error);
  if (phase === 'filling') {
    if (/^Conversion Error/.test(text)) return failure('HIVE_BAD_DATA', 'A value does not fit the type of its column');
    if (/Out of Memory/i.test(text)) return memory();
    return new QueryFailure(
      'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split',
      { category: 1, type: 100 },
      { cause: error },
    );
  }
  return ownFailure(text) ?? knownFailure(text) ?? internal(error);
}

export function cancelled(cause?: unknown): QueryFailure {
  return new QueryFailure('Query cancelled', { category: 2, type: 1014 }, { cause });
}

/** Raised by SQL that we wrote: `NAME: text`. */
function ownFailure(text: string): QueryFailure | undefined {
  const [, name = '', rest = ''] = /^Invalid Input Error: ([A-Z_]+): (.*)$/m.exec(text) ?? [];
  return isFailureName(name) ? failure(name, rest) : undefined;
}

function knownFailure(text: string): QueryFailure | undefined {
  if (/more than one row returned by a subquery/i.test(text)) {
    return failure('SUBQUERY_MULTIPLE_ROWS', 'Scalar sub-query has returned multiple rows');
  }
  // A text that is no date is a bad argument of the cast, though DuckDB calls its fields out of range.
  if (/^Conversion Error: .*(date|time(stamp)?) field value out of range/.test(text)) {
    return failure('INVALID_CAST_ARGUMENT', 'Cannot cast value');
  }
  if (/expression depth limit/i.test(text)) return notSupported('a statement as deep as this one');
  if (/out of range|overflow/i.test(text)) return failure('NUMERIC_VALUE_OUT_OF_RANGE', 'Value is out of range');
  if (/^Conversion Error/.test(text)) return failure('INVALID_CAST_ARGUMENT', 'Cannot cast value');
  if (/^Out of Memory/i.test(text)) return memory();
  if (/^Invalid Input Error/.test(text)) return failure('INVALID_FUNCTION_ARGUMENT', 'An argument is not valid');
  return undefined;
}

function memory(): QueryFailure {
  return failure('EXCEEDED_MEMORY_LIMIT', 'Query exhausted resources at this scale factor');
}

/** True for what another try with more memory may do better. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof QueryFailure && error.message.startsWith('EXCEEDED_MEMORY_LIMIT');
}

function internal(error: unknown): QueryFailure {
  const text = 'GENERIC_INTERNAL_ERROR: The statement was accepted, and the lake cannot run it';
  return new QueryFailure(text, { category: 1, type: 400 }, { cause: error });
}
