import type { Location } from '../ast/location.js';
import type { Sql } from '../sql/fragment.js';
import { coerce } from '../translate/cast.js';
import type { Env, Typed } from '../translate/env.js';
import { coercible, commonType } from '../types/coercion.js';
import { sameType, type TrinoType, VARCHAR } from '../types/trino-type.js';

/**
 * What a parameter takes: a type; `V`, any varchar with its length kept; `D`, any decimal; `T` or `U`, any type, the same
 * wherever it stands; `[T]`, an array of it, `[[T]]` an array of such arrays; `{T,U}`, a map from the one to the other.
 */
export type Pattern = TrinoType | 'V' | 'D' | Variable | '[T]' | '[U]' | '[[T]]' | '{T,U}';

type Variable = 'T' | 'U';

/** A call whose arguments have the types of the signature that fits. */
export interface BoundCall {
  readonly env: Env;
  readonly at: Location;
  readonly args: readonly Typed[];
  readonly returns: TrinoType;
}

export interface Signature {
  readonly parameters: readonly Pattern[];
  /** The last parameter may stand any number of times, none included. */
  readonly variadic: boolean;
  returns(types: readonly TrinoType[]): TrinoType;
  emit(call: BoundCall): Sql;
}

export type FunctionTable = ReadonlyMap<string, readonly Signature[]>;

interface Binding {
  readonly types: readonly TrinoType[];
  /** How many arguments must change their type. */
  readonly cost: number;
}

/** The signature that fits with the fewest coercions, the earlier one where two are equal, and the coerced arguments. */
export function bind(
  signatures: readonly Signature[],
  args: readonly Typed[],
): { readonly signature: Signature; readonly args: readonly Typed[]; readonly returns: TrinoType } | undefined {
  let best: { signature: Signature; binding: Binding } | undefined;
  for (const signature of signatures) {
    const binding = bindTypes(
      signature,
      args.map((arg) => arg.type),
    );
    if (binding !== undefined && (best === undefined || binding.cost < best.binding.cost))
      best = { signature, binding };
  }
  if (best === undefined) return undefined;
  const { signature, binding } = best;
  const coerced = args.map((arg, index) => coerce(arg, binding.types[index] ?? arg.type));
  return { signature, args: coerced, returns: signature.returns(binding.types) };
}

function bindTypes(signature: Signature, given: readonly TrinoType[]): Binding | undefined {
  const patterns = patternsFor(signature, given.length);
  if (patterns === undefined) return undefined;
  const variables = solve(patterns, given);
  if (variables === undefined) return undefined;
  let cost = 0;
  const types: TrinoType[] = [];
  for (const [index, pattern] of patterns.entries()) {
    const from = given[index];
    const to = from === undefined ? undefined : target(pattern, from, variables);
    if (from === undefined || to === undefined || !coercible(from, to)) return undefined;
    if (!sameType(from, to)) cost += 1;
    types.push(to);
  }
  return { types, cost };
}

function patternsFor({ parameters, variadic }: Signature, count: number): Pattern[] | undefined {
  if (!variadic) return parameters.length === count ? [...parameters] : undefined;
  const last = parameters.at(-1);
  const fixed = parameters.length - 1;
  if (last === undefined || count < fixed) return undefined;
  return [...parameters.slice(0, -1), ...Array.from({ length: count - fixed }, () => last)];
}

type Variables = ReadonlyMap<string, TrinoType>;

/** What `T` and `U` are: the type that all arguments in their places share. */
function solve(patterns: readonly Pattern[], given: readonly TrinoType[]): Variables | undefined {
  const variables = new Map<string, TrinoType>();
  const fits = patterns.every((pattern, index) => {
    const from = given[index];
    return from === undefined || meet(pattern, from, variables);
  });
  return fits ? variables : undefined;
}

/** Takes what the argument says of the variables; false when it contradicts the pattern or what is known. */
function meet(pattern: Pattern, from: TrinoType, variables: Map<string, TrinoType>): boolean {
  if (typeof pattern !== 'string' || pattern === 'V' || pattern === 'D') return true;
  if (pattern === 'T' || pattern === 'U') {
    const known = variables.get(pattern);
    const type = known === undefined ? from : commonType(known, from);
    if (type === undefined) return false;
    variables.set(pattern, type);
    return true;
  }
  if (from.kind === 'unknown') return true;
  if (pattern === '{T,U}') {
    return from.kind === 'map' && meet('T', from.key, variables) && meet('U', from.value, variables);
  }
  return from.kind === 'array' && meet(elementOf(pattern), from.element, variables);
}

function elementOf(pattern: '[T]' | '[U]' | '[[T]]'): 'T' | 'U' | '[T]' {
  if (pattern === '[[T]]') return '[T]';
  return pattern === '[T]' ? 'T' : 'U';
}

function target(pattern: Pattern, from: TrinoType, variables: Variables): TrinoType | undefined {
  if (typeof pattern !== 'string') return pattern;
  switch (pattern) {
    case 'V':
      return from.kind === 'unknown' ? VARCHAR : from.kind === 'varchar' ? from : undefined;
    case 'D':
      return from.kind === 'decimal' ? from : undefined;
    case 'T':
    case 'U':
      return variables.get(pattern);
    case '[T]':
    case '[U]':
    case '[[T]]': {
      const element = target(elementOf(pattern), from, variables);
      return element === undefined ? undefined : { kind: 'array', element };
    }
    case '{T,U}': {
      const [key, value] = [variables.get('T'), variables.get('U')];
      return key === undefined || value === undefined ? undefined : { kind: 'map', key, value };
    }
  }
}
