import { z } from 'zod';
import type { BucketSetting } from './setting.js';

const schema = z.strictObject({
  TagSet: z.array(z.strictObject({ Key: z.string().min(1).max(128), Value: z.string().max(256) })).max(50),
});

export const tagging: BucketSetting<z.infer<typeof schema>> = {
  query: 'tagging',
  member: 'Tagging',
  root: 'Tagging',
  put: { operation: 'PutBucketTagging', iamAction: 's3:PutBucketTagging' },
  get: { operation: 'GetBucketTagging', iamAction: 's3:GetBucketTagging' },
  remove: { operation: 'DeleteBucketTagging', iamAction: 's3:PutBucketTagging' },
  schema,
  unset: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
};
