import { z } from 'zod';
import { listChange } from '../changes.js';
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
  attributes: ['Arn', 'DomainName', 'RegionalDomainName'],
  replacedBy: ['BucketName'],
  names: ['BucketName'],
  async create(properties, context) {
    const { lake } = context;
    const Bucket = properties.BucketName ?? context.madeUpName(63).toLowerCase();
    await context.call('s3', 'CreateBucket', {
      Bucket,
      ...(lake.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: lake.region } }),
    });
    const suffix = lake.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
    const provided = {
      physicalId: Bucket,
      attributes: {
        Arn: `arn:${lake.partition}:s3:::${Bucket}`,
        DomainName: `${Bucket}.s3.${suffix}`,
        RegionalDomainName: `${Bucket}.s3.${lake.region}.${suffix}`,
      },
    };
    context.made(provided);
    for (const [operation, input] of settings(properties)) await context.call('s3', operation, { Bucket, ...input });
    return provided;
  },
  async update({ properties: before, ...provided }, after, context) {
    const Bucket = provided.physicalId;
    const { added, removed } = listChange(settings(before), settings(after));
    for (const [operation, input] of added) await context.call('s3', operation, { Bucket, ...input });
    const kept = new Set(settings(after).map(([operation]) => operation));
    for (const [operation] of removed) {
      if (kept.has(operation)) continue;
      const [undo, input] = undone(operation);
      await context.call('s3', undo, { Bucket, ...input });
    }
    return provided;
  },
  async remove({ physicalId }, context) {
    await context.forget('s3', 'DeleteBucket', { Bucket: physicalId });
  },
});

/** The call by which a setting that the template no longer has goes; versioning can only be suspended. */
function undone(operation: string): Setting {
  switch (operation) {
    case 'PutBucketVersioning':
      return [operation, { VersioningConfiguration: { Status: 'Suspended' } }];
    case 'PutBucketLifecycleConfiguration':
      return ['DeleteBucketLifecycle', {}];
    default:
      return [operation.replace(/^Put/, 'Delete'), {}];
  }
}

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
