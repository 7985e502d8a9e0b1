/** A pattern with `*` and `?`, escaped once for all comparisons of one evaluation. */
const cache = new Map<string, RegExp>();
const CACHE_LIMIT = 5_000;

/**
 * IAM's wildcard match: `*` is any run of characters, `?` exactly one. Literal characters that came out of a policy
 * variable arrive escaped by `escapeWildcards` and match only themselves.
 */
export function matchesWildcard(
  pattern: string,
  text: string,
  options: { readonly ignoreCase?: boolean } = {},
): boolean {
  const flags = options.ignoreCase ? 'isu' : 'su';
  const id = `${flags}/${pattern}`;
  let expression = cache.get(id);
  if (expression === undefined) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    expression = new RegExp(`^${toExpression(pattern)}$`, flags);
    cache.set(id, expression);
  }
  return expression.test(text);
}

const ESCAPE = '\u0000';

/** Makes `*` and `?` of a variable's value literal. */
export function escapeWildcards(text: string): string {
  return text.replaceAll(/[*?]/g, (character) => `${ESCAPE}${character}`);
}

/** The text that a pattern stands for where wildcards have no meaning (StringEquals). */
export function unescapeWildcards(pattern: string): string {
  return pattern.replaceAll(ESCAPE, '');
}

function toExpression(pattern: string): string {
  let expression = '';
  let literal = false;
  let starred = false;
  for (const character of pattern) {
    if (literal) {
      expression += quote(character);
      literal = false;
    } else if (character === ESCAPE) literal = true;
    else if (character === '*') {
      // Neighbouring stars mean one star; as `.*.*` they would make matching slow on purpose.
      if (!starred) expression += '.*';
      starred = true;
      continue;
    } else if (character === '?') expression += '.';
    else expression += quote(character);
    starred = false;
  }
  return expression;
}

function quote(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

/**
 * Resource element against the resource of a request. ARNs are compared part by part, so that a `*` before the last
 * colon does not reach over it; a pattern with fewer than six parts is completed with `*`.
 * Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  if (!resource.startsWith('arn:')) return matchesWildcard(pattern, resource);
  return matchesArn(pattern, resource);
}

/** ArnLike and Resource: six parts, each with its own wildcards. */
export function matchesArn(pattern: string, arn: string): boolean {
  const wanted = splitArn(pattern);
  const found = splitArn(arn);
  if (found.length < 6) return false;
  while (wanted.length < 6) wanted.push('*');
  return wanted.every((part, index) => matchesWildcard(part, found[index] ?? ''));
}

function splitArn(text: string): string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
