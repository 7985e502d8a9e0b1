import { parseArn } from '../../../core/arn.js';
import type { Caller } from '../../model/caller.js';
import { type PolicyRequest, statementMatches } from './evaluate.js';
import type { PolicyDocument, PrincipalSelection } from './policy-document.js';

/**
 * What a policy on a resource (a role's trust policy, a bucket policy) says to a caller:
 * - `allow`: names the caller, its role or everyone; enough by itself within one account;
 * - `delegated`: names the caller's account, so that the caller's identity policies decide;
 * - `explicit-deny`, `implicit-deny`.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal" and "Cross-account policy evaluation logic".
 */
export type ResourcePolicyDecision = 'allow' | 'delegated' | 'explicit-deny' | 'implicit-deny';

export function evaluateResourcePolicy(
  document: PolicyDocument,
  caller: Caller,
  request: PolicyRequest,
): ResourcePolicyDecision {
  let best: ResourcePolicyDecision = 'implicit-deny';
  for (const statement of document.statements) {
    const relation = statement.principals === undefined ? undefined : relationOf(statement.principals, caller);
    if (relation === undefined || !statementMatches(statement, document.version, request)) continue;
    if (statement.effect === 'Deny') return 'explicit-deny';
    if (relation === 'named') best = 'allow';
    else if (best === 'implicit-deny') best = 'delegated';
  }
  return best;
}

/** `named` the caller or everyone, `account` by its account; undefined when the element does not cover the caller. */
function relationOf(principals: PrincipalSelection, caller: Caller): 'named' | 'account' | undefined {
  const relations = principals.aws.map((text) => relationTo(text, caller));
  const relation = relations.includes('named') ? 'named' : relations.includes('account') ? 'account' : undefined;
  if (!principals.not) return relation;
  return relation === undefined ? 'named' : undefined;
}

function relationTo(text: string, caller: Caller): 'named' | 'account' | undefined {
  if (text === '*') return 'named';
  if (text === caller.accountId) return 'account';
  if (text === caller.arn || text === caller.principalArn) return 'named';
  const arn = parseArn(text);
  return arn?.service === 'iam' && arn.accountId === caller.accountId && arn.resource === 'root'
    ? 'account'
    : undefined;
}
