import { z } from 'zod';
import type { Bucket } from '../bucket.js';
import { type BucketSetting, flag, storedValue } from './setting.js';

const schema = z.strictObject({
  BlockPublicAcls: flag.optional(),
  IgnorePublicAcls: flag.optional(),
  BlockPublicPolicy: flag.optional(),
  RestrictPublicBuckets: flag.optional(),
});

export type PublicAccessBlock = z.infer<typeof schema>;

/** New buckets block all public access (S3 User Guide, "Blocking public access", since April 2023). */
export const publicAccessBlock: BucketSetting<PublicAccessBlock> = {
  query: 'publicAccessBlock',
  member: 'PublicAccessBlockConfiguration',
  root: 'PublicAccessBlockConfiguration',
  put: { operation: 'PutPublicAccessBlock', iamAction: 's3:PutBucketPublicAccessBlock' },
  get: { operation: 'GetPublicAccessBlock', iamAction: 's3:GetBucketPublicAccessBlock' },
  schema,
  unset: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
};

export function publicAccessBlockOf(bucket: Bucket): PublicAccessBlock {
  return storedValue(bucket, publicAccessBlock) ?? {};
}
