import { dotted, type Identifier } from '../ast/identifier.js';
import type { Location } from '../ast/location.js';
import { failure, notSupported, type QueryFailure, UnresolvedColumn } from '../failure.js';
import type { Sql } from '../sql/fragment.js';
import type { TrinoType } from '../types/trino-type.js';
import type { Typed } from './env.js';
import { fieldOf } from './nested.js';
import type { Scan } from './scan.js';

/** A column that a name can mean. */
export interface Field {
  /** Lower-case; undefined for an expression without alias. */
  readonly name: string | undefined;
  /** `[catalog, schema, table]`, or `[alias]`. Empty: no qualified name means it. */
  readonly qualifier: readonly string[];
  readonly type: TrinoType | { readonly unmodelled: string };
  readonly sql: Sql;
  /** The table column that this is, if it is one as it stands. */
  readonly origin?: { readonly scan: Scan; readonly column: number };
  /** Found by its name, and left out of `*`: `"$path"`. */
  readonly hidden?: boolean;
  /** In a grouped block: not one of its keys, so that it may stand inside an aggregate only. */
  readonly ungrouped?: boolean;
}

/** The names around an expression; what is not found is looked for further out. */
export interface Scope {
  readonly fields: readonly Field[];
  readonly parent: Scope | undefined;
  /** The parameters of a lambda, which stands in the query whose scope is its parent. */
  readonly isLambda?: boolean;
}

function matches(field: Field, parts: readonly Identifier[]): boolean {
  const name = parts.at(-1)?.name;
  const qualifier = parts.slice(0, -1).map((part) => part.name);
  if (field.name === undefined || field.name !== name || qualifier.length > field.qualifier.length) return false;
  const tail = field.qualifier.slice(field.qualifier.length - qualifier.length);
  return qualifier.every((part, index) => part === tail[index]);
}

/** The field that a name means, or undefined. Two of the innermost scope that both fit are an error. */
export function findField(scope: Scope | undefined, parts: readonly Identifier[], at: Location): Field | undefined {
  let queries = 0;
  for (let current = scope; current !== undefined; current = current.parent) {
    if (current.isLambda !== true) queries += 1;
    const [found, second] = current.fields.filter((field) => matches(field, parts));
    if (second !== undefined) throw failure('AMBIGUOUS_NAME', `Column '${dotted(parts)}' is ambiguous`, at);
    // DuckDB's lambdas do not reach beyond their own query.
    if (found !== undefined && queries > 1 && scope?.isLambda === true) {
      throw notSupported('a lambda that names a column of an outer query', at);
    }
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A name as Trino reads it: a column, and the fields of a row inside it that the rest of the name means. */
export interface FoundPath {
  readonly field: Field;
  readonly rest: readonly Identifier[];
}

/** The longest part of a dotted name that is a column (Trino: `ExpressionAnalyzer.visitDereferenceExpression`). */
export function findPath(scope: Scope | undefined, parts: readonly Identifier[], at: Location): FoundPath | undefined {
  for (let length = parts.length; length > 0; length -= 1) {
    const field = findField(scope, parts.slice(0, length), at);
    if (field !== undefined) return { field, rest: parts.slice(length) };
  }
  return undefined;
}

/** Athena's text for every column that it does not resolve, whether it is missing or refused. */
function unresolved(parts: readonly Identifier[], at: Location): QueryFailure {
  const text = `Column '${dotted(parts)}' cannot be resolved or requester is not authorized to access requested resources`;
  return new UnresolvedColumn(
    failure('COLUMN_NOT_FOUND', text, at),
    parts.map(({ name }) => name),
  );
}

/** What of a column an expression needs: its values, or only where it is NULL. */
export type Need = 'value' | 'nullness';

export function resolveField(
  scope: Scope | undefined,
  parts: readonly Identifier[],
  at: Location,
  need: Need = 'value',
): Typed {
  const found = findPath(scope, parts, at);
  if (found === undefined) throw unresolved(parts, at);
  const { field, rest } = found;
  const column = parts.slice(0, parts.length - rest.length);
  if (field.ungrouped) {
    throw failure(
      'EXPRESSION_NOT_AGGREGATE',
      `'${dotted(column)}' must be an aggregate expression or appear in GROUP BY clause`,
      at,
    );
  }
  return rest.reduce(
    (value: Typed, name, index) => rowField(value, name, parts.slice(0, column.length + index + 1), at),
    useField(field, at, rest.length === 0 ? need : 'value'),
  );
}

/** `base.name`; a name that the row does not have reads as a column that is not there. */
export function rowField(base: Typed, name: Identifier, path: readonly Identifier[], at: Location): Typed {
  if (base.type.kind !== 'row') {
    const text = `Expression ${path.length > 1 ? dotted(path.slice(0, -1)) : 'before the dot'} is not of type ROW`;
    throw failure('TYPE_MISMATCH', text, at);
  }
  const { fields } = base.type;
  const [place, second] = fields.flatMap((field, index) => (field.name === name.name ? [index] : []));
  if (second !== undefined) throw failure('AMBIGUOUS_NAME', `Ambiguous row field reference: ${name.name}`, at);
  const type = place === undefined ? undefined : fields[place]?.type;
  if (place === undefined || type === undefined) throw unresolved(path, at);
  return { type, sql: fieldOf(base.sql, place) };
}

/** The field's value, noting that its column must be read. */
export function useField(field: Field, at: Location, need: Need = 'value'): Typed {
  if ('unmodelled' in field.type) throw notSupported(`column type ${field.type.unmodelled}`, at);
  const { origin } = field;
  origin?.scan[need === 'value' ? 'used' : 'asked'].add(origin.column);
  return { type: field.type, sql: field.sql };
}
