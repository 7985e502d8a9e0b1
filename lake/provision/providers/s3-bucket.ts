import { z } from 'zod';
import { cfnBoolean, cfnInteger, cfnTags, cfnText, defineProvider, given } from '../provider.js';

const schema = z.strictObject({
  BucketName: cfnText.optional(),
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z.array(
        z.strictObject({
          ServerSideEncryptionByDefault: z
            .strictObject({ SSEAlgorithm: cfnText, KMSMasterKeyID: cfnText.optional() })
            .optional(),
          BucketKeyEnabled: cfnBoolean.optional(),
        }),
      ),
    })
    .optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: cfnBoolean.optional(),
      BlockPublicPolicy: cfnBoolean.optional(),
      IgnorePublicAcls: cfnBoolean.optional(),
      RestrictPublicBuckets: cfnBoolean.optional(),
    })
    .optional(),
  OwnershipControls: z.strictObject({ Rules: z.array(z.strictObject({ ObjectOwnership: cfnText })) }).optional(),
  VersioningConfiguration: z.strictObject({ Status: cfnText }).optional(),
  LifecycleConfiguration: z
    .strictObject({
      Rules: z.array(
        z.strictObject({
          Id: cfnText.optional(),
          Status: cfnText,
          Prefix: cfnText.optional(),
          ExpirationInDays: cfnInteger.optional(),
          AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: cfnInteger }).optional(),
          NoncurrentVersionExpiration: z.strictObject({ NoncurrentDays: cfnInteger }).optional(),
        }),
      ),
    })
    .optional(),
  Tags: cfnTags.optional(),
});
type BucketProperties = z.infer<typeof schema>;

/** AWS::S3::Bucket (CloudFormation Template Reference) by CreateBucket and the Put… calls of its properties. */
export const s3Bucket = defineProvider({
  type: 'AWS::S3::Bucket',
  schema,
  async provide(properties, context) {
    const { lake } = context;
    const Bucket = properties.BucketName ?? context.madeUpName(63).toLowerCase();
    await context.call('s3', 'CreateBucket', {
      Bucket,
      ...(lake.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: lake.region } }),
    });
    for (const [operation, input] of settings(properties)) await context.call('s3', operation, { Bucket, ...input });
    const suffix = lake.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    return {
      ref: Bucket,
      attributes: {
        Arn: `arn:${lake.partition}:s3:::${Bucket}`,
        DomainName: `${Bucket}.s3.${suffix}`,
        RegionalDomainName: `${Bucket}.s3.${lake.region}.${suffix}`,
      },
    };
  },
});

type Setting = readonly [operation: string, input: Record<string, unknown>];

function settings(properties: BucketProperties): readonly Setting[] {
  const { BucketEncryption, PublicAccessBlockConfiguration, OwnershipControls, VersioningConfiguration, Tags } =
    properties;
  const calls: Setting[] = [];
  if (BucketEncryption !== undefined) {
    const Rules = BucketEncryption.ServerSideEncryptionConfiguration.map((rule) =>
      given({
        ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
        BucketKeyEnabled: rule.BucketKeyEnabled,
      }),
    );
    calls.push(['PutBucketEncryption', { ServerSideEncryptionConfiguration: { Rules } }]);
  }
  if (PublicAccessBlockConfiguration !== undefined)
    calls.push(['PutPublicAccessBlock', { PublicAccessBlockConfiguration }]);
  if (OwnershipControls !== undefined) calls.push(['PutBucketOwnershipControls', { OwnershipControls }]);
  if (VersioningConfiguration !== undefined) calls.push(['PutBucketVersioning', { VersioningConfiguration }]);
  if (properties.LifecycleConfiguration !== undefined) {
    const Rules = properties.LifecycleConfiguration.Rules.map((rule) =>
      given({
        ID: rule.Id,
        Status: rule.Status,
        Filter: { Prefix: rule.Prefix ?? '' },
        Expiration: rule.ExpirationInDays === undefined ? undefined : { Days: rule.ExpirationInDays },
        AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
        NoncurrentVersionExpiration: rule.NoncurrentVersionExpiration,
      }),
    );
    calls.push(['PutBucketLifecycleConfiguration', { LifecycleConfiguration: { Rules } }]);
  }
  if (Tags !== undefined) calls.push(['PutBucketTagging', { Tagging: { TagSet: Tags } }]);
  return calls;
}
