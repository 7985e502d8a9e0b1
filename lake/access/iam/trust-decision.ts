import type { Caller } from '../../model/caller.js';
import { authorizeRequest, type CallerPolicies, type IamAnswer } from './authorize.js';
import type { PolicyRequest } from './evaluate.js';
import type { PolicyDocument } from './policy-document.js';
import { evaluateResourcePolicy } from './resource-policy.js';

/**
 * Whether a role's trust policy and the caller's own policies let him do `request.action` (sts:AssumeRole and what goes
 * with it) to the role. Unlike other resource policies a trust policy must allow in any case; within one account it is
 * enough that it names the caller, but a source identity must be allowed on both sides. `reason` is undefined where the
 * trust policy is silent, so that a role that is not there is refused in the same words.
 * Sources: IAM User Guide, "Policy evaluation logic" (role trust policies); "Permissions required to set source identity".
 */
export function decideTrust(
  trust: PolicyDocument,
  caller: Caller,
  policies: CallerPolicies,
  request: PolicyRequest,
): IamAnswer {
  const byTrust = evaluateResourcePolicy(trust, caller, request);
  const isBothSides = request.action === 'sts:SetSourceIdentity' && byTrust !== 'explicit-deny';
  const answer = authorizeRequest(policies, request, isBothSides ? 'implicit-deny' : byTrust, 'the role trust policy');
  const isDenied = answer.reason?.startsWith('with an explicit deny') === true;
  return byTrust === 'implicit-deny' && !isDenied ? { allowed: false } : answer;
}
