import { z } from 'zod';
import { type BucketSetting, flag } from './setting.js';

const schema = z.strictObject({
  Rules: z.array(
    z.strictObject({
      ApplyServerSideEncryptionByDefault: z
        .strictObject({
          SSEAlgorithm: z.enum(['AES256', 'aws:kms', 'aws:kms:dsse']),
          KMSMasterKeyID: z.string().optional(),
        })
        .optional(),
      BucketKeyEnabled: flag.optional(),
      BlockedEncryptionTypes: z.strictObject({ EncryptionType: z.array(z.string()).optional() }).optional(),
    }),
  ),
});

/** Stored and given back; the lake's files are not encrypted. Every bucket has SSE-S3 unless told otherwise. */
export const encryption: BucketSetting<z.infer<typeof schema>> = {
  query: 'encryption',
  member: 'ServerSideEncryptionConfiguration',
  root: 'ServerSideEncryptionConfiguration',
  put: { operation: 'PutBucketEncryption', iamAction: 's3:PutEncryptionConfiguration' },
  get: { operation: 'GetBucketEncryption', iamAction: 's3:GetEncryptionConfiguration' },
  remove: { operation: 'DeleteBucketEncryption', iamAction: 's3:PutEncryptionConfiguration' },
  schema,
  unset: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }] },
};
