import { escapeWildcards } from './match.js';

/** Values of the request's context keys; names compare without regard to case (IAM User Guide, "condition keys"). */
export interface ConditionContext {
  get(key: string): readonly string[] | undefined;
}

export function conditionContext(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): ConditionContext {
  const known = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    known.set(key.toLowerCase(), typeof value === 'string' ? [value] : value);
  }
  return { get: (key) => known.get(key.toLowerCase()) };
}

/** The same, made when a key is first asked for. */
export function lazyContext(make: () => ConditionContext): ConditionContext {
  let made: ConditionContext | undefined;
  return {
    get: (key) => {
      made ??= make();
      return made.get(key);
    },
  };
}

const VARIABLE = /\$\{([^}]*)\}/g;

/**
 * Puts the values of policy variables into a pattern: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, and the
 * literals `${*}`, `${?}`, `${$}`. Undefined when a variable has no single value and no default: such a pattern matches
 * nothing. Only documents of version 2012-10-17 have variables; older ones mean the text itself.
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 */
export function substitute(pattern: string, context: ConditionContext, version: string): string | undefined {
  if (version !== '2012-10-17' || !pattern.includes('${')) return pattern;
  const unresolved: string[] = [];
  const text = pattern.replaceAll(VARIABLE, (_whole, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return escapeWildcards(inner);
    const match = /^\s*([^,]+?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner);
    const values = match?.[1] === undefined ? undefined : context.get(match[1]);
    const value = values?.length === 1 ? values[0] : match?.[2];
    if (value === undefined) {
      unresolved.push(inner);
      return '';
    }
    return escapeWildcards(value);
  });
  return unresolved.length > 0 ? undefined : text;
}
