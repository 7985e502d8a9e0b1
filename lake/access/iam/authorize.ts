import type { Authorization } from '../../model/action.js';
import type { Caller } from '../../model/caller.js';
import { evaluate, type PolicyRequest } from './evaluate.js';
import type { PolicyDocument } from './policy-document.js';
import { type RequestFacts, requestContext } from './request-context.js';

/** The policies that bind a caller, as IAM and STS keep them. */
export interface CallerPolicies {
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** Passed to AssumeRole; they can only narrow. Undefined: none was passed. */
  readonly session?: readonly PolicyDocument[];
  /** Tags of the user or role itself; a session's own tags come with the caller. */
  readonly tags: Readonly<Record<string, string>>;
}

export interface IamAnswer {
  readonly allowed: boolean;
  /** AWS's own suffix of the refusal. */
  readonly reason?: string;
}

/**
 * Identity policies, then permissions boundary, then session policies: all that exist must allow, and any Deny wins.
 * The reasons are those of IAM User Guide, "Troubleshoot access denied error messages".
 */
export function authorize(
  caller: Caller,
  policies: CallerPolicies,
  authorization: Authorization,
  facts: RequestFacts,
): IamAnswer {
  const request: PolicyRequest = {
    action: authorization.action,
    resource: authorization.resource,
    context: requestContext(caller, policies.tags, facts, authorization.conditionKeys),
  };
  return authorizeRequest(policies, request);
}

export function authorizeRequest(policies: CallerPolicies, request: PolicyRequest): IamAnswer {
  const layers: readonly (readonly [string, string, readonly PolicyDocument[]])[] = [
    ['an identity-based policy', 'no identity-based policy', policies.identity],
    ...(policies.boundary === undefined
      ? []
      : [['a permissions boundary', 'no permissions boundary', [policies.boundary]] as const]),
    ...(policies.session === undefined ? [] : [['a session policy', 'no session policy', policies.session] as const]),
  ];
  const decisions = layers.map(([a, no, documents]) => ({ a, no, decision: evaluate(documents, request) }));
  const denied = decisions.find(({ decision }) => decision === 'explicit-deny');
  if (denied !== undefined) return { allowed: false, reason: `with an explicit deny in ${denied.a}` };
  const silent = decisions.find(({ decision }) => decision === 'implicit-deny');
  if (silent === undefined) return { allowed: true };
  return { allowed: false, reason: `because ${silent.no} allows the ${request.action} action` };
}

/** AWS's sentence for a refused call (IAM User Guide, "Troubleshoot access denied error messages"). */
export function refusalText(caller: Caller, authorization: Authorization, reason: string | undefined): string {
  const sentence = `User: ${caller.arn} is not authorized to perform: ${authorization.action} on resource: ${authorization.resource}`;
  return reason === undefined ? sentence : `${sentence} ${reason}`;
}
