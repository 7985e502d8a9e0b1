import { z } from 'zod';
import { Secret } from '../../../core/secret.js';
import { type PolicyKind, parsePolicy } from '../../access/iam/policy-document.js';
import type { KeptMapOptions } from '../../storage/kept-map.js';
import type { AccessKey, IamGroup, IamRole, IamUser, ManagedPolicy, PolicyHolder, StoredPolicy } from './store.js';

/** How IAM's records stand in the state folder: policies by their text, which is read again. */

const policyText = (kind: PolicyKind) =>
  z.string().transform((text): StoredPolicy => ({ text, document: parsePolicy(text, kind) }));

const holder = {
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  createdAt: z.date(),
  inline: z.map(z.string(), policyText('identity')),
  attached: z.set(z.string()),
  tags: z.map(z.string(), z.string()),
  boundaryArn: z.exactOptional(z.string()),
};

const userSchema = z.object({
  kind: z.literal('user'),
  ...holder,
  groups: z.set(z.string()),
  loginProfileCreatedAt: z.exactOptional(z.date()),
});

const groupSchema = z.object({ kind: z.literal('group'), ...holder });

const roleSchema = z.object({
  kind: z.literal('role'),
  ...holder,
  trust: z
    .object({ policy: policyText('trust'), principalIds: z.map(z.string(), z.string()) })
    .transform(({ policy, principalIds }) => ({ ...policy, principalIds })),
  description: z.exactOptional(z.string()),
  maxSessionDurationSeconds: z.number(),
});

const managedPolicySchema = z.object({
  name: z.string(),
  id: z.string(),
  arn: z.string(),
  path: z.string(),
  createdAt: z.date(),
  updatedAt: z.date(),
  description: z.exactOptional(z.string()),
  versions: z.array(z.object({ id: z.string(), createdAt: z.date(), policy: policyText('identity') })),
  defaultVersionId: z.string(),
  nextVersion: z.number(),
  tags: z.map(z.string(), z.string()),
});

const accessKeySchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string().transform((text) => new Secret(text)),
  userName: z.string(),
  createdAt: z.date(),
  status: z.enum(['Active', 'Inactive']),
  lastUsed: z.exactOptional(z.object({ at: z.date(), service: z.string(), region: z.string() })),
});

export const USERS: KeptMapOptions<IamUser> = {
  name: 'iam/users',
  parse: (saved) => userSchema.parse(saved),
  save: savedHolder,
};

export const GROUPS: KeptMapOptions<IamGroup> = {
  name: 'iam/groups',
  parse: (saved) => groupSchema.parse(saved),
  save: savedHolder,
};

export const ROLES: KeptMapOptions<IamRole> = {
  name: 'iam/roles',
  parse: (saved) => roleSchema.parse(saved),
  save: (role) => ({
    ...savedHolder(role),
    trust: { policy: role.trust.text, principalIds: role.trust.principalIds },
  }),
};

export const POLICIES: KeptMapOptions<ManagedPolicy> = {
  name: 'iam/policies',
  parse: (saved) => managedPolicySchema.parse(saved),
  save: (policy) => ({
    ...policy,
    versions: policy.versions.map((version) => ({ ...version, policy: version.policy.text })),
  }),
};

export const ACCESS_KEYS: KeptMapOptions<AccessKey> = {
  name: 'iam/access-keys',
  parse: (saved) => accessKeySchema.parse(saved),
  save: (key) => ({ ...key, secretAccessKey: key.secretAccessKey.reveal() }),
};

function savedHolder(one: PolicyHolder): object {
  return { ...one, inline: new Map([...one.inline].map(([name, policy]) => [name, policy.text])) };
}
