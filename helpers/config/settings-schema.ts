import { z } from 'zod';

const wholeMs = z.number().int().positive().max(86_400_000);
// IAM role names: IAM API reference, CreateRole.
const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, 'no IAM role name (letters, digits, _+=,.@-; no path, no ARN)');
// STS API reference, AssumeRole: ExternalId.
const externalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, 'no external id that STS takes');
const outputLocation = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/(?:[^\s]*\/)?$/,
    'must be s3://bucket/ or s3://bucket/prefix/, ending in a slash',
  );
// Athena API reference: WorkGroup, with `{profile}` for the profile's name.
const workGroup = z
  .string()
  .regex(/^(?:[a-zA-Z0-9._-]|\{profile\}){1,128}$/, 'no workgroup name (`{profile}` stands for the profile)');

/** What a settings file may say; what it leaves out has a default by target (settings.ts). */
export const settingsFileSchema = z.strictObject({
  formatVersion: z.literal(1, { error: 'must be 1: this version of Lakeproof reads no other' }),
  region: z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'no AWS Region, for example us-east-1'),
  accountId: z
    .string({ error: 'must be text: write the 12 digits in quotes, for leading zeros are lost otherwise' })
    .regex(/^\d{12}$/, 'must be the 12 digits of the account'),
  runner: z.strictObject({ roleName, externalId: externalId.optional() }),
  executionRoles: z.strictObject({ externalId: externalId.optional() }).optional(),
  sourceIdentity: z.enum(['run', 'none']).optional(),
  studioDomain: z.string().min(1).max(63),
  workGroup,
  outputLocation: outputLocation.optional(),
  perProfile: z
    .record(z.string(), z.strictObject({ workGroup: workGroup.optional(), outputLocation: outputLocation.optional() }))
    .optional(),
  trail: z.string().min(1).max(2048).optional(),
  auditSettleMs: wholeMs.optional(),
  limits: z
    .strictObject({
      activeQueries: z.number().int().min(1).max(200).optional(),
      startsPerSecond: z.number().positive().max(1_000).optional(),
      lookupIntervalMs: wholeMs.optional(),
      queryDeadlineMs: wholeMs.optional(),
      runDeadlineMs: wholeMs.optional(),
    })
    .optional(),
});

export type SettingsFile = z.infer<typeof settingsFileSchema>;
