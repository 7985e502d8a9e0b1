import { z } from 'zod';
import { cfnPolicyDocument, cfnText, defineProvider } from '../provider.js';

/** AWS::S3::BucketPolicy by PutBucketPolicy. */
export const s3BucketPolicy = defineProvider({
  type: 'AWS::S3::BucketPolicy',
  schema: z.strictObject({ Bucket: cfnText, PolicyDocument: cfnPolicyDocument }),
  replacedBy: ['Bucket'],
  async create({ Bucket, PolicyDocument }, context) {
    await context.call('s3', 'PutBucketPolicy', { Bucket, Policy: PolicyDocument });
    return { physicalId: Bucket };
  },
  async update({ physicalId }, { PolicyDocument }, context) {
    await context.call('s3', 'PutBucketPolicy', { Bucket: physicalId, Policy: PolicyDocument });
    return { physicalId };
  },
  async remove({ physicalId }, context) {
    await context.forget('s3', 'DeleteBucketPolicy', { Bucket: physicalId });
  },
});
