import { z } from 'zod';
import type { BucketSetting } from './setting.js';

const schema = z.strictObject({
  Status: z.enum(['Enabled', 'Suspended']).optional(),
  MFADelete: z.enum(['Enabled', 'Disabled']).optional(),
});

/** The status is stored and given back, and nothing more: the lake keeps one version of an object. */
export const versioning: BucketSetting<z.infer<typeof schema>> = {
  query: 'versioning',
  member: 'VersioningConfiguration',
  root: 'VersioningConfiguration',
  put: { operation: 'PutBucketVersioning', iamAction: 's3:PutBucketVersioning' },
  get: { operation: 'GetBucketVersioning', iamAction: 's3:GetBucketVersioning' },
  schema,
  unset: {},
};
