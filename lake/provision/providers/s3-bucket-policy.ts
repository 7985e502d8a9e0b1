import { z } from 'zod';
import { cfnPolicyDocument, cfnText, defineProvider } from '../provider.js';

/** AWS::S3::BucketPolicy by PutBucketPolicy. */
export const s3BucketPolicy = defineProvider({
  type: 'AWS::S3::BucketPolicy',
  schema: z.strictObject({ Bucket: cfnText, PolicyDocument: cfnPolicyDocument }),
  async provide({ Bucket, PolicyDocument }, context) {
    await context.call('s3', 'PutBucketPolicy', { Bucket, Policy: PolicyDocument });
    return { ref: Bucket };
  },
});
