import type { PolicyDocument } from '../../access/iam/policy-document.js';
import { evaluateServicePolicy } from '../../access/iam/resource-policy.js';
import { conditionContext } from '../../access/iam/variables.js';
import type { LakeAccount } from '../../model/lake.js';
import type { ObjectStore } from '../../model/objects.js';

const SERVICE = 'cloudtrail.amazonaws.com';

/** What tells whether CloudTrail may deliver into a bucket. */
export interface BucketAccess {
  readonly account: LakeAccount;
  readonly objects: () => Pick<ObjectStore, 'bucketExists'>;
  /** The policy of the bucket that an ARN is or lies in, if it has one. */
  readonly policyOf: (resourceArn: string) => PolicyDocument | undefined;
}

/**
 * S3's error to CloudTrail's writing of the key, undefined where it may: the bucket's policy alone must let the service
 * read the bucket's ACL and write below the trail's prefix, for this trail where it names one. Source: CloudTrail User
 * Guide, "Amazon S3 bucket policy for CloudTrail".
 */
export function deliveryError(
  access: BucketAccess,
  trailArn: string,
  place: { readonly bucket: string; readonly key: string },
): 'NoSuchBucket' | 'AccessDenied' | undefined {
  const { account } = access;
  const { bucket, key } = place;
  if (!access.objects().bucketExists(bucket)) return 'NoSuchBucket';
  const bucketArn = `arn:${account.partition}:s3:::${bucket}`;
  const policy = access.policyOf(bucketArn);
  if (policy === undefined) return 'AccessDenied';
  const now = account.clock.now();
  const context = conditionContext({
    'aws:SourceArn': trailArn,
    'aws:SourceAccount': account.accountId,
    'aws:PrincipalIsAWSService': 'true',
    'aws:PrincipalServiceName': SERVICE,
    'aws:SecureTransport': 'true',
    'aws:RequestedRegion': account.region,
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / 1000)),
    // CloudTrail gives the bucket's owner full control of each object that it writes.
    's3:x-amz-acl': 'bucket-owner-full-control',
  });
  const mayAll = [
    { action: 's3:GetBucketAcl', resource: bucketArn },
    { action: 's3:PutObject', resource: `${bucketArn}/${key}` },
  ].every((request) => evaluateServicePolicy(policy, SERVICE, { ...request, context }) === 'allow');
  return mayAll ? undefined : 'AccessDenied';
}
