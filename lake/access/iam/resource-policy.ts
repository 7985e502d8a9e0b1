import { parseArn } from '../../../core/arn.js';
import type { Caller } from '../../model/caller.js';
import { type PolicyRequest, statementMatches } from './evaluate.js';
import type { PolicyDocument, PrincipalSelection } from './policy-document.js';

/**
 * What a policy on a resource (a role's trust policy, a bucket policy) says to a caller:
 * - `allow`: names the user, the very session or everyone; enough by itself within one account;
 * - `allow-role`: names the role of a session, whose permissions boundary and session policies must allow as well;
 * - `delegated`: names the caller's account, so that the caller's identity policies decide;
 * - `explicit-deny`, `implicit-deny`.
 * Source: IAM User Guide, "AWS JSON policy elements: Principal" and "Determining whether a request is allowed or denied
 * within an account".
 */
export type ResourcePolicyDecision = 'allow' | 'allow-role' | 'delegated' | 'explicit-deny' | 'implicit-deny';

/** From the weakest grant to the strongest. */
const GRANTS = ['implicit-deny', 'delegated', 'allow-role', 'allow'] as const;
type Grant = (typeof GRANTS)[number];

export function evaluateResourcePolicy(
  document: PolicyDocument,
  caller: Caller,
  request: PolicyRequest,
): ResourcePolicyDecision {
  let best: Grant = 'implicit-deny';
  for (const statement of document.statements) {
    const grant = statement.principals === undefined ? 'implicit-deny' : grantOf(statement.principals, caller);
    if (grant === 'implicit-deny' || !statementMatches(statement, document.version, request)) continue;
    if (statement.effect === 'Deny') return 'explicit-deny';
    best = stronger(best, grant);
  }
  return best;
}

/**
 * What a policy on a resource says to an AWS service that comes in its own name, which has no other policy: CloudTrail that
 * writes into a bucket. A Deny for everyone is one for services as well (IAM User Guide, "AWS service principals").
 */
export function evaluateServicePolicy(
  document: PolicyDocument,
  service: string,
  request: PolicyRequest,
): 'allow' | 'explicit-deny' | 'implicit-deny' {
  let allowed = false;
  for (const statement of document.statements) {
    const { principals } = statement;
    if (principals === undefined) continue;
    const isNamed = principals.aws.includes('*') || principals.service.includes(service);
    if (isNamed === principals.not || !statementMatches(statement, document.version, request)) continue;
    if (statement.effect === 'Deny') return 'explicit-deny';
    allowed = true;
  }
  return allowed ? 'allow' : 'implicit-deny';
}

/** What an Allow for these principals would be to the caller; `implicit-deny` when they do not cover the caller. */
function grantOf(principals: PrincipalSelection, caller: Caller): Grant {
  const grant = principals.aws.map((text) => grantTo(text, caller)).reduce(stronger, 'implicit-deny');
  if (!principals.not) return grant;
  return grant === 'implicit-deny' ? 'allow' : 'implicit-deny';
}

function grantTo(text: string, caller: Caller): Grant {
  if (text === '*' || text === caller.arn) return 'allow';
  if (text === caller.accountId) return 'delegated';
  if (text === caller.principalArn) return 'allow-role';
  const arn = parseArn(text);
  const isAccount = arn?.service === 'iam' && arn.accountId === caller.accountId && arn.resource === 'root';
  return isAccount ? 'delegated' : 'implicit-deny';
}

function stronger(a: Grant, b: Grant): Grant {
  return GRANTS.indexOf(a) < GRANTS.indexOf(b) ? b : a;
}
