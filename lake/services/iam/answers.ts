import type { AttachedPolicy, Group, Policy, Role, Tag, User } from '@aws-sdk/client-iam';
import { AwsError } from '../../model/aws-error.js';
import { page } from '../page.js';
import { trustTextAsOfNow } from './documents.js';
import type { IamGroup, IamRole, IamStore, IamUser, ManagedPolicy, PolicyHolder } from './store.js';

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
    DefaultVersionId: 'v1',
    AttachmentCount: holdersOf(store).filter((holder) => holder.attached.has(policy.arn)).length,
    PermissionsBoundaryUsageCount: holdersOf(store).filter((holder) => holder.boundaryArn === policy.arn).length,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: policy.createdAt,
    UpdateDate: policy.createdAt,
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

export function addTags(tags: Map<string, string>, added: readonly Tag[] | undefined): void {
  const merged = new Map([...tags, ...(added ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''] as const)]);
  if (merged.size > 50) {
    throw new AwsError('LimitExceeded', 'The number of tags has reached the maximum limit.', { httpStatus: 409 });
  }
  for (const [key, value] of merged) tags.set(key, value);
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

export function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, { httpStatus: 409 });
}

export function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError('EntityAlreadyExists', `${kind} with name ${name} already exists.`, { httpStatus: 409 });
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, { httpStatus: 404 });
}

/** Refuses to delete what still holds policies, as IAM does. */
export function checkEmpty(holder: PolicyHolder): void {
  if (holder.attached.size > 0) throw conflict('Cannot delete entity, must detach all policies first.');
  if (holder.inline.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
}
