/** One step of a pattern: a character, any one character, or any run of them; `within` never takes a colon. */
type Step =
  | { readonly kind: 'literal'; readonly character: string }
  | { readonly kind: 'one' | 'run'; readonly within: boolean };

/** A pattern taken apart: the plain text that it begins with, and the steps behind. */
interface Path {
  readonly prefix: string;
  readonly steps: readonly Step[];
}

/** Patterns taken apart once for all comparisons, as text and as resources; keys put together for each would cost more. */
const textPaths = new Map<string, Path>();
const resourcePaths = new Map<string, Path>();
const CACHE_LIMIT = 5_000;
const ARN_PARTS = 6;
const ESCAPE = '\u0000';
const SPECIAL = new RegExp(`[*?${ESCAPE}]`);

/**
 * IAM's wildcard match: `*` is any run of characters, `?` exactly one. Literal characters that came out of a policy
 * variable arrive escaped by `escapeWildcards` and match only themselves.
 */
export function matchesWildcard(
  pattern: string,
  text: string,
  options: { readonly ignoreCase?: boolean } = {},
): boolean {
  const ignoreCase = options.ignoreCase === true;
  const wanted = ignoreCase ? pattern.toLowerCase() : pattern;
  const found = ignoreCase ? text.toLowerCase() : text;
  // Most patterns are `*`, `service:*` or plain text, which need no steps.
  const special = wanted.search(SPECIAL);
  if (special < 0) return wanted === found;
  if (special === wanted.length - 1 && wanted.endsWith('*')) return found.startsWith(wanted.slice(0, -1));
  return follows(pathOf(textPaths, wanted, textSteps), found);
}

/**
 * Resource element against the resource of a request. Wildcards stand for characters within one part of the ARN, but a
 * `*` that ends its part may reach over the next colons; a pattern with fewer than six parts is completed with `*`.
 * Source: IAM User Guide, "IAM JSON policy elements: Resource", "Using wildcards in resource ARNs".
 */
export function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  if (!resource.startsWith('arn:')) return matchesWildcard(pattern, resource);
  return follows(pathOf(resourcePaths, pattern, resourceSteps), resource);
}

/** ArnEquals and ArnLike: six parts, each with its own wildcards, none of which reaches over a colon of the first five. */
export function matchesArn(pattern: string, arn: string): boolean {
  const found = splitArn(arn);
  if (found.length < ARN_PARTS) return false;
  return completed(pattern).every((part, index) => matchesWildcard(part, found[index] ?? ''));
}

/** Makes `*` and `?` of a variable's value literal. */
export function escapeWildcards(text: string): string {
  return text.replaceAll(/[*?]/g, (character) => `${ESCAPE}${character}`);
}

/** The text that a pattern stands for where wildcards have no meaning (StringEquals). */
export function unescapeWildcards(pattern: string): string {
  return pattern.replaceAll(ESCAPE, '');
}

function pathOf(known: Map<string, Path>, pattern: string, stepsOf: (pattern: string) => readonly Step[]): Path {
  let path = known.get(pattern);
  if (path === undefined) {
    if (known.size >= CACHE_LIMIT) known.clear();
    path = toPath(stepsOf(pattern));
    known.set(pattern, path);
  }
  return path;
}

function toPath(steps: readonly Step[]): Path {
  let prefix = '';
  for (const step of steps) {
    if (step.kind !== 'literal') return { prefix, steps: steps.slice(Array.from(prefix).length) };
    prefix += step.character;
  }
  return { prefix, steps: [] };
}

/** Most patterns are plain text up to one star at their end: they need no steps taken. */
function follows({ prefix, steps }: Path, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  const [first] = steps;
  if (first === undefined) return text.length === prefix.length;
  if (steps.length === 1 && first.kind === 'run' && !first.within) return true;
  return runs(steps, text.slice(prefix.length));
}

function textSteps(pattern: string): Step[] {
  return toSteps(pattern, false);
}

function toSteps(pattern: string, within: boolean): Step[] {
  const steps: Step[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === ESCAPE) {
      escaped = true;
      continue;
    }
    if (escaped || (character !== '*' && character !== '?')) steps.push({ kind: 'literal', character });
    else steps.push({ kind: character === '*' ? 'run' : 'one', within });
    escaped = false;
  }
  return steps;
}

function resourceSteps(pattern: string): Step[] {
  return completed(pattern).flatMap((part, index, parts) => {
    if (index === parts.length - 1) return toSteps(part, false);
    const steps = toSteps(part, true);
    const last = steps.at(-1);
    if (last?.kind === 'run') steps[steps.length - 1] = { kind: 'run', within: false };
    return [...steps, { kind: 'literal', character: ':' } as const];
  });
}

/**
 * Follows all readings of the pattern at once, so that the time is at most steps × characters: a pattern of many stars
 * is made by whoever may write a policy, and backtracking over it would stop the lake.
 */
function runs(steps: readonly Step[], text: string): boolean {
  let reached = withSkippedRuns(steps, [0]);
  for (const character of text) {
    const next: number[] = [];
    for (const at of reached) {
      const step = steps[at];
      if (step === undefined) continue;
      if (step.kind === 'literal' ? step.character !== character : step.within && character === ':') continue;
      next.push(step.kind === 'run' ? at : at + 1);
    }
    reached = withSkippedRuns(steps, next);
    if (reached.length === 0) return false;
  }
  return reached.at(-1) === steps.length;
}

/** `positions` in rising order, with those behind runs that take nothing. */
function withSkippedRuns(steps: readonly Step[], positions: readonly number[]): number[] {
  const reached: number[] = [];
  for (const position of positions) {
    let at = position;
    while (at > (reached.at(-1) ?? -1)) {
      reached.push(at);
      if (steps[at]?.kind !== 'run') break;
      at += 1;
    }
  }
  return reached;
}

function completed(pattern: string): string[] {
  const parts = splitArn(pattern);
  while (parts.length < ARN_PARTS) parts.push('*');
  return parts;
}

function splitArn(text: string): string[] {
  const parts = text.split(':');
  return parts.length <= ARN_PARTS ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
