import { conditionHolds, takesVariables } from './condition-operators.js';
import { matchesResource, matchesWildcard } from './match.js';
import type { PolicyDocument, PolicyStatement, Selection } from './policy-document.js';
import { type ConditionContext, substitute } from './variables.js';

/** One question to a set of policies. */
export interface PolicyRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

export type PolicyDecision = 'allow' | 'explicit-deny' | 'implicit-deny';

/**
 * Evaluates identity-based policies: a matching Deny wins, then a matching Allow, else nothing allows.
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function evaluate(documents: readonly PolicyDocument[], request: PolicyRequest): PolicyDecision {
  let allowed = false;
  for (const document of documents) {
    for (const statement of document.statements) {
      if (!statementMatches(statement, document.version, request)) continue;
      if (statement.effect === 'Deny') return 'explicit-deny';
      allowed = true;
    }
  }
  return allowed ? 'allow' : 'implicit-deny';
}

/** Action, Resource and Condition of one statement; the principal is the affair of `evaluateResourcePolicy`. */
export function statementMatches(statement: PolicyStatement, version: string, request: PolicyRequest): boolean {
  if (!selects(statement.actions, (pattern) => matchesWildcard(pattern, request.action, { ignoreCase: true })))
    return false;
  if (statement.resources !== undefined && !selectsResource(statement.resources, version, request)) return false;
  return statement.conditions.every(({ operator, key, values }) => {
    const expected = takesVariables(operator)
      ? values.map((value) => substitute(value, request.context, version))
      : values;
    return conditionHolds(operator, expected, request.context.get(key));
  });
}

function selectsResource(resources: Selection, version: string, request: PolicyRequest): boolean {
  let matches = false;
  for (const pattern of resources.patterns) {
    const resolved = substitute(pattern, request.context, version);
    // A variable without a value matches nothing; in NotResource that would make the exception everything.
    if (resolved === undefined && resources.not) return false;
    matches ||= resolved !== undefined && matchesResource(resolved, request.resource);
  }
  return matches !== resources.not;
}

function selects(selection: Selection, matches: (pattern: string) => boolean): boolean {
  return selection.patterns.some(matches) !== selection.not;
}
