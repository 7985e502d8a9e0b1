import type { Caller } from '../../model/caller.js';
import { type ConditionContext, conditionContext } from './variables.js';

/** What a request tells beside who calls and what is called. */
export interface RequestFacts {
  readonly at: Date;
  readonly region: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  /** Service that calls for the caller, for example `athena.amazonaws.com`. */
  readonly invokedBy?: string;
}

/**
 * The global condition keys of a request, with the service's own keys beside them.
 * Source: IAM User Guide, "AWS global condition context keys".
 */
export function requestContext(
  caller: Caller,
  principalTags: Readonly<Record<string, string>>,
  facts: RequestFacts,
  serviceKeys: Readonly<Record<string, string | readonly string[] | undefined>> = {},
): ConditionContext {
  const session = caller.session;
  const tokenIssuedAt = session?.createdAt ?? caller.tokenIssuedAt;
  const tags = { ...principalTags, ...session?.tags };
  return conditionContext({
    'aws:PrincipalAccount': caller.accountId,
    'aws:PrincipalArn': caller.principalArn,
    'aws:PrincipalType': caller.type === 'IAMUser' ? 'User' : 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:userid': caller.userId,
    'aws:username': caller.type === 'IAMUser' ? caller.name : undefined,
    'aws:SourceIdentity': session?.sourceIdentity,
    'aws:TokenIssueTime': tokenIssuedAt?.toISOString(),
    // Long-term keys carry no such key at all; sessions made without MFA carry "false", and so does what a service calls
    // for a user.
    'aws:MultiFactorAuthPresent': tokenIssuedAt === undefined && facts.invokedBy === undefined ? undefined : 'false',
    'aws:CurrentTime': facts.at.toISOString(),
    'aws:EpochTime': String(Math.floor(facts.at.getTime() / 1000)),
    'aws:RequestedRegion': facts.region,
    'aws:SourceIp': facts.invokedBy === undefined ? facts.sourceIPAddress : undefined,
    'aws:UserAgent': facts.userAgent,
    'aws:ViaAWSService': String(facts.invokedBy !== undefined),
    'aws:CalledVia': facts.invokedBy === undefined ? undefined : [facts.invokedBy],
    'aws:CalledViaFirst': facts.invokedBy,
    'aws:CalledViaLast': facts.invokedBy,
    // The lake listens on loopback without TLS in the place of endpoints that take nothing else.
    'aws:SecureTransport': 'true',
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
    ...serviceKeys,
  });
}
