import { dotted, type Identifier } from '../ast/identifier.js';
import type { Location } from '../ast/location.js';
import { failure, notSupported } from '../failure.js';
import type { Sql } from '../sql/fragment.js';
import type { TrinoType } from '../types/trino-type.js';
import type { Typed } from './env.js';
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
  for (let current = scope; current !== undefined; current = current.parent) {
    const [found, second] = current.fields.filter((field) => matches(field, parts));
    if (second !== undefined) throw failure('AMBIGUOUS_NAME', `Column '${dotted(parts)}' is ambiguous`, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Athena's text for every column that it does not resolve, whether it is missing or refused. */
export function resolveField(scope: Scope | undefined, parts: readonly Identifier[], at: Location): Typed {
  const field = findField(scope, parts, at);
  if (field === undefined) {
    throw failure(
      'COLUMN_NOT_FOUND',
      `Column '${dotted(parts)}' cannot be resolved or requester is not authorized to access requested resources`,
      at,
    );
  }
  if (field.ungrouped) {
    throw failure(
      'EXPRESSION_NOT_AGGREGATE',
      `'${dotted(parts)}' must be an aggregate expression or appear in GROUP BY clause`,
      at,
    );
  }
  return useField(field, at);
}

/** The field's value, noting that its column must be read. */
export function useField(field: Field, at: Location): Typed {
  if ('unmodelled' in field.type) throw notSupported(`column type ${field.type.unmodelled}`, at);
  field.origin?.scan.used.add(field.origin.column);
  return { type: field.type, sql: field.sql };
}
