import { requestContext } from '../../access/iam/request-context.js';
import { evaluateResourcePolicy, type ResourcePolicyDecision } from '../../access/iam/resource-policy.js';
import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { Bucket } from './bucket.js';

export interface S3Access {
  /** For example `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly conditionKeys?: Readonly<Record<string, string>>;
}

/**
 * Whether the caller may, by his identity policies or by the bucket's: within one account either is enough, and a Deny
 * in any of them wins (IAM User Guide, "Policy evaluation logic"). A bucket policy's conditions see the session's tags,
 * not those of the role itself.
 */
export function decide(
  exchange: Exchange,
  access: S3Access,
  bucket: Bucket | undefined,
): { readonly allowed: boolean; readonly reason?: string } {
  const byIdentity = exchange.lake.isAllowed(exchange.caller, access, exchange);
  if (byIdentity.reason?.startsWith('with an explicit deny') === true) return byIdentity;
  const byPolicy = bucketDecision(exchange, access, bucket);
  if (byPolicy === 'explicit-deny') {
    return { allowed: false, reason: 'with an explicit deny in a resource-based policy' };
  }
  return byPolicy === 'allow' ? { allowed: true } : byIdentity;
}

/** Throws AwsError AccessDenied, in the words that S3 has used since 2024 for callers of the same account. */
export function requireAccess(exchange: Exchange, access: S3Access, bucket: Bucket | undefined): void {
  const { allowed, reason } = decide(exchange, access, bucket);
  if (allowed) return;
  const sentence = `User: ${exchange.caller.arn} is not authorized to perform: ${access.action} on resource: "${access.resource}"`;
  throw new AwsError('AccessDenied', reason === undefined ? sentence : `${sentence} ${reason}`, { httpStatus: 403 });
}

function bucketDecision(exchange: Exchange, access: S3Access, bucket: Bucket | undefined): ResourcePolicyDecision {
  if (bucket?.policy === undefined) return 'implicit-deny';
  const { lake, caller, sourceIPAddress, userAgent, invokedBy } = exchange;
  const facts = {
    at: exchange.receivedAt,
    region: lake.region,
    sourceIPAddress,
    userAgent,
    ...(invokedBy === undefined ? {} : { invokedBy }),
  };
  return evaluateResourcePolicy(bucket.policy.document, caller, {
    action: access.action,
    resource: access.resource,
    context: requestContext(caller, {}, facts, access.conditionKeys),
  });
}
