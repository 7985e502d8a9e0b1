import type {
  AttachedPolicy,
  Group,
  Policy,
  Role,
  PolicyVersion as SdkPolicyVersion,
  Tag,
  User,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../model/aws-error.js';
import { page } from '../page.js';
import { trustTextAsOfNow } from './documents.js';
import { conflict, invalidInput, limitExceeded, noSuchEntity } from './errors.js';
import type { IamGroup, IamRole, IamStore, IamUser, ManagedPolicy, PolicyHolder, PolicyVersion } from './store.js';

/** IAM sends policy texts percent-encoded after RFC 3986 (IAM API Reference, "GetRole"). */
export function encodedPolicy(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function roleAnswer(role: IamRole, store: IamStore, options: { readonly withTags: boolean }): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodedPolicy(trustTextAsOfNow(role.trust, store)),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSessionDurationSeconds,
    ...boundaryOf(role),
    ...(options.withTags && role.tags.size > 0 ? { Tags: tagList(role.tags) } : {}),
  };
}

export function userAnswer(user: IamUser, options: { readonly withTags: boolean }): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.createdAt,
    ...boundaryOf(user),
    ...(options.withTags && user.tags.size > 0 ? { Tags: tagList(user.tags) } : {}),
  };
}

export function groupAnswer(group: IamGroup): Group {
  return { Path: group.path, GroupName: group.name, GroupId: group.id, Arn: group.arn, CreateDate: group.createdAt };
}

export function policyAnswer(policy: ManagedPolicy, store: IamStore): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: holdersOf(store).filter((holder) => holder.attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: holdersOf(store).filter((holder) => holder.boundaryArn === policy.arn).length,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
    ...(policy.tags.size > 0 ? { Tags: tagList(policy.tags) } : {}),
  };
}

export function holdersOf(store: IamStore): readonly PolicyHolder[] {
  return [...store.users.values(), ...store.roles.values(), ...store.groups.values()];
}

export function attachedPolicies(holder: PolicyHolder, store: IamStore): AttachedPolicy[] {
  return [...holder.attached].sort().map((arn) => ({ PolicyName: store.policy(arn).name, PolicyArn: arn }));
}

export function tagList(tags: ReadonlyMap<string, string>): Tag[] {
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** Keys compare without regard to case (IAM User Guide, "Tags for IAM resources"): a new spelling replaces the old. */
export function addTags(tags: Map<string, string>, added: readonly Tag[] | undefined): void {
  const pairs = (added ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''] as const);
  const keys = new Set(pairs.map(([key]) => key.toLowerCase()));
  if (keys.size < pairs.length) {
    throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
  }
  const kept = [...tags].filter(([key]) => !keys.has(key.toLowerCase()));
  if (kept.length + pairs.length > MAX_TAGS) throw limitExceeded('The number of tags has reached the maximum limit.');
  tags.clear();
  for (const [key, value] of [...kept, ...pairs]) tags.set(key, value);
}

/** IAM User Guide, "IAM and AWS STS quotas". */
const MAX_TAGS = 50;
const MAX_ATTACHED = 10;

/** Attaches a managed policy. Throws AwsError `LimitExceeded` for more than ten. */
export function attachPolicy(holder: PolicyHolder, policyArn: string | undefined, store: IamStore): void {
  const { arn } = store.policy(policyArn ?? '');
  if (!holder.attached.has(arn) && holder.attached.size >= MAX_ATTACHED) {
    const kind = holder.kind.charAt(0).toUpperCase() + holder.kind.slice(1);
    throw limitExceeded(`Cannot exceed quota for PoliciesPer${kind}: ${MAX_ATTACHED}`);
  }
  holder.attached.add(arn);
}

export function isAwsPolicy(arn: string): boolean {
  return arn.includes(':iam::aws:');
}

/** A managed policy that the account may change: AWS's own are not. */
export function ownPolicy(store: IamStore, arn: string | undefined): ManagedPolicy {
  const policy = store.policy(arn ?? '');
  if (!isAwsPolicy(policy.arn)) return policy;
  throw new AwsError('AccessDenied', 'Policy is outside your own account.', { httpStatus: 403 });
}

export function versionOf(policy: ManagedPolicy, versionId: string | undefined): PolicyVersion {
  const version = policy.versions.find(({ id }) => id === versionId);
  if (version !== undefined) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${versionId ?? ''} does not exist or is not attachable.`);
}

export function versionAnswer(
  policy: ManagedPolicy,
  version: PolicyVersion,
  options: { readonly withText: boolean },
): SdkPolicyVersion {
  return {
    ...(options.withText ? { Document: encodedPolicy(version.policy.text) } : {}),
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: version.createdAt,
  };
}

function boundaryOf(holder: PolicyHolder): Pick<Role, 'PermissionsBoundary'> {
  if (holder.boundaryArn === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: holder.boundaryArn,
    },
  };
}

/** What every list of IAM takes and gives beside its items. */
export interface ListInput {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

export function iamPage<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  input: ListInput,
): { readonly items: T[]; readonly IsTruncated: boolean; readonly Marker?: string } {
  const { Marker, MaxItems, ...question } = input;
  const shown = page(items, keyOf, {
    nextToken: Marker,
    maxResults: MaxItems,
    defaultSize: 100,
    question,
    errorCode: 'ValidationError',
  });
  return {
    items: [...shown.items],
    IsTruncated: shown.nextToken !== undefined,
    ...(shown.nextToken === undefined ? {} : { Marker: shown.nextToken }),
  };
}

/** Refuses to delete what still holds policies, as IAM does. */
export function checkEmpty(holder: PolicyHolder): void {
  if (holder.attached.size > 0) throw conflict('Cannot delete entity, must detach all policies first.');
  if (holder.inline.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
}
