import { z } from 'zod';
import type { BucketSetting } from './setting.js';

const schema = z.strictObject({
  Rules: z.array(
    z.strictObject({ ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']) }),
  ),
});

/** Stored and given back. ACLs are not modelled: objects belong to the bucket's owner, as new buckets have it. */
export const ownershipControls: BucketSetting<z.infer<typeof schema>> = {
  query: 'ownershipControls',
  member: 'OwnershipControls',
  root: 'OwnershipControls',
  put: { operation: 'PutBucketOwnershipControls', iamAction: 's3:PutBucketOwnershipControls' },
  get: { operation: 'GetBucketOwnershipControls', iamAction: 's3:GetBucketOwnershipControls' },
  remove: { operation: 'DeleteBucketOwnershipControls', iamAction: 's3:PutBucketOwnershipControls' },
  schema,
  unset: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
};
