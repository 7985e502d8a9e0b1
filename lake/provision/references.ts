import { conditionNamed, list, type Scope, splitAtFirstDot, text } from './intrinsics.js';

/** Logical ids that an expression names in the branches that its conditions take: what must be created before it. */
export function resourcesNamed(expression: unknown, scope: Scope): ReadonlySet<string> {
  const named = new Set<string>();
  collect(expression, scope, named);
  return named;
}

function collect(expression: unknown, scope: Scope, named: Set<string>): void {
  if (Array.isArray(expression)) {
    for (const item of expression) collect(item, scope, named);
    return;
  }
  if (typeof expression !== 'object' || expression === null) return;
  for (const [name, argument] of Object.entries(expression)) {
    for (const candidate of namesIn(name, argument)) if (scope.isResource(candidate)) named.add(candidate);
    if (name === 'Fn::If') {
      const [condition, then, otherwise] = list(argument, scope, name, 3);
      collect(conditionNamed(text(condition, scope, name), scope) ? then : otherwise, scope, named);
    } else {
      collect(argument, scope, named);
    }
  }
}

function namesIn(name: string, argument: unknown): string[] {
  if (name === 'Ref' && typeof argument === 'string') return [argument];
  if (name === 'Fn::GetAtt') {
    const first: unknown = Array.isArray(argument) ? argument[0] : argument;
    return typeof first === 'string' ? splitAtFirstDot(first).slice(0, 1) : [];
  }
  if (name === 'Fn::Sub') {
    const template: unknown = Array.isArray(argument) ? argument[0] : argument;
    if (typeof template !== 'string') return [];
    return [...template.matchAll(/\$\{([^}!][^}]*)\}/g)].flatMap((match) =>
      splitAtFirstDot((match[1] ?? '').trim()).slice(0, 1),
    );
  }
  return [];
}
