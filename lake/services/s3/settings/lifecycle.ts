import { z } from 'zod';
import { type BucketSetting, flag, whole } from './setting.js';

const tag = z.strictObject({ Key: z.string(), Value: z.string() });
const transition = z.strictObject({ Days: whole.optional(), Date: z.string().optional(), StorageClass: z.string() });
const schema = z.strictObject({
  Rules: z.array(
    z.strictObject({
      ID: z.string().optional(),
      Status: z.enum(['Enabled', 'Disabled']),
      Prefix: z.string().optional(),
      Filter: z
        .strictObject({
          Prefix: z.string().optional(),
          Tag: tag.optional(),
          ObjectSizeGreaterThan: whole.optional(),
          ObjectSizeLessThan: whole.optional(),
          And: z
            .strictObject({
              Prefix: z.string().optional(),
              Tags: z.array(tag).optional(),
              ObjectSizeGreaterThan: whole.optional(),
              ObjectSizeLessThan: whole.optional(),
            })
            .optional(),
        })
        .optional(),
      Expiration: z
        .strictObject({
          Days: whole.optional(),
          Date: z.string().optional(),
          ExpiredObjectDeleteMarker: flag.optional(),
        })
        .optional(),
      Transitions: z.array(transition).optional(),
      NoncurrentVersionExpiration: z
        .strictObject({ NoncurrentDays: whole.optional(), NewerNoncurrentVersions: whole.optional() })
        .optional(),
      AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: whole }).optional(),
    }),
  ),
});

/** Stored and given back; nothing expires here. */
export const lifecycle: BucketSetting<z.infer<typeof schema>> = {
  query: 'lifecycle',
  member: 'LifecycleConfiguration',
  root: 'LifecycleConfiguration',
  put: { operation: 'PutBucketLifecycleConfiguration', iamAction: 's3:PutLifecycleConfiguration' },
  get: { operation: 'GetBucketLifecycleConfiguration', iamAction: 's3:GetLifecycleConfiguration' },
  remove: { operation: 'DeleteBucketLifecycle', iamAction: 's3:PutLifecycleConfiguration' },
  schema,
  unset: { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' },
};
