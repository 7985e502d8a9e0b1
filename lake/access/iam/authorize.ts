import type { Authorization } from '../../model/action.js';
import type { Caller } from '../../model/caller.js';
import { evaluate, type PolicyRequest } from './evaluate.js';
import type { PolicyDocument } from './policy-document.js';
import { type RequestFacts, requestContext } from './request-context.js';
import { evaluateResourcePolicy, type ResourcePolicyDecision } from './resource-policy.js';
import { lazyContext } from './variables.js';

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
  readonly reason?: string | undefined;
}

/** One for all: asked several times a query, and read by whoever wants the reason of a refusal. */
const ALLOWED: IamAnswer = { allowed: true, reason: undefined };

/**
 * What all policies together say: any Deny wins; else identity policies, permissions boundary and session policies must
 * all allow, save for what the resource's own policy grants. `resourcePolicy` is that of a bucket, for example; a trust
 * policy is asked by lake/services/sts/trust.ts, because it must allow in any case.
 * The reasons are those of IAM User Guide, "Troubleshoot access denied error messages".
 */
export function authorize(
  caller: Caller,
  policies: CallerPolicies,
  authorization: Authorization,
  facts: () => RequestFacts,
  resourcePolicy?: PolicyDocument,
): IamAnswer {
  const request: PolicyRequest = {
    action: authorization.action,
    resource: authorization.resource,
    // Made when a policy asks for it: most have neither conditions nor variables.
    context: lazyContext(() => requestContext(caller, policies.tags, facts(), authorization.conditionKeys)),
  };
  const byResource =
    resourcePolicy === undefined ? 'implicit-deny' : evaluateResourcePolicy(resourcePolicy, caller, request);
  return authorizeRequest(policies, request, byResource);
}

const LAYERS = ['identity-based policy', 'permissions boundary', 'session policy'] as const;
type Layer = (typeof LAYERS)[number];

/** `byResource` is what the resource's policy says to the caller; `implicit-deny` also where there is none. */
export function authorizeRequest(
  policies: CallerPolicies,
  request: PolicyRequest,
  byResource: ResourcePolicyDecision = 'implicit-deny',
  resourcePolicyName = 'a resource-based policy',
): IamAnswer {
  // Asked for several times a query: loops, for lists of decisions take longer than the decisions.
  let silent: Layer | undefined;
  for (const layer of LAYERS) {
    const documents = documentsOf(policies, layer);
    const decision = documents === undefined ? 'allow' : evaluate(documents, request);
    if (decision === 'explicit-deny') {
      return { allowed: false, reason: `with an explicit deny in ${withArticle(layer)}` };
    }
    const isSpared = byResource === 'allow-role' && layer === 'identity-based policy';
    if (decision === 'implicit-deny' && !isSpared) silent ??= layer;
  }
  if (byResource === 'explicit-deny') {
    return { allowed: false, reason: `with an explicit deny in ${resourcePolicyName}` };
  }
  if (byResource === 'allow' || silent === undefined) return ALLOWED;
  return { allowed: false, reason: `because no ${silent} allows the ${request.action} action` };
}

/** Undefined for a layer that the caller does not have, which takes nothing from the others. */
function documentsOf(
  { identity, boundary, session }: CallerPolicies,
  layer: Layer,
): readonly PolicyDocument[] | undefined {
  switch (layer) {
    case 'identity-based policy':
      return identity;
    case 'permissions boundary':
      return boundary === undefined ? undefined : [boundary];
    case 'session policy':
      return session;
  }
}

function withArticle(layer: Layer): string {
  return layer === 'identity-based policy' ? `an ${layer}` : `a ${layer}`;
}

/** AWS's sentence for a refused call (IAM User Guide, "Troubleshoot access denied error messages"). */
export function refusalText(caller: Caller, authorization: Authorization, reason: string | undefined): string {
  const sentence = `User: ${caller.arn} is not authorized to perform: ${authorization.action} on resource: ${authorization.shownAs ?? authorization.resource}`;
  return reason === undefined ? sentence : `${sentence} ${reason}`;
}
