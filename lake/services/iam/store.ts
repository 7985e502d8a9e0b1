import { randomBytes } from 'node:crypto';
import { Secret } from '../../../core/secret.js';
import type { CallerPolicies } from '../../access/iam/authorize.js';
import { managedPolicies } from '../../access/iam/managed-policies.js';
import type { PolicyDocument } from '../../access/iam/policy-document.js';
import { AwsError } from '../../model/aws-error.js';
import type { Caller } from '../../model/caller.js';
import type { LakeAccount } from '../../model/lake.js';
import { randomLetters } from '../../model/random.js';
import { journalOf } from '../../storage/journal.js';
import { noSuchEntity } from './errors.js';
import { NamedRecords, Records } from './records.js';
import { ACCESS_KEYS, GROUPS, POLICIES, ROLES, USERS } from './saved.js';

export interface StoredPolicy {
  readonly text: string;
  readonly document: PolicyDocument;
}

/** A role's trust policy, with the unique ids that the users and roles it names had when it was stored. */
export interface TrustPolicy extends StoredPolicy {
  readonly principalIds: ReadonlyMap<string, string>;
}

/** What users, roles and groups have in common: a name, policies, tags. */
export interface PolicyHolder {
  readonly kind: 'user' | 'role' | 'group';
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Date;
  readonly inline: Map<string, StoredPolicy>;
  /** ARNs of managed policies. */
  readonly attached: Set<string>;
  readonly tags: Map<string, string>;
  boundaryArn?: string;
}

export interface IamRole extends PolicyHolder {
  readonly kind: 'role';
  trust: TrustPolicy;
  description?: string;
  maxSessionDurationSeconds: number;
}

export interface IamUser extends PolicyHolder {
  readonly kind: 'user';
  readonly groups: Set<string>;
  loginProfileCreatedAt?: Date;
}

export interface IamGroup extends PolicyHolder {
  readonly kind: 'group';
}

/** One text of a managed policy. */
export interface PolicyVersion {
  /** `v1`, `v2` and so on; numbers are never used again. */
  readonly id: string;
  readonly createdAt: Date;
  readonly policy: StoredPolicy;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Date;
  updatedAt: Date;
  readonly description?: string;
  /** In the order they were made; at least the default one. */
  readonly versions: PolicyVersion[];
  defaultVersionId: string;
  nextVersion: number;
  readonly tags: Map<string, string>;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  userName: string;
  readonly createdAt: Date;
  /** An inactive key signs nothing. */
  status: 'Active' | 'Inactive';
  /** Undefined until it is used. */
  lastUsed?: { readonly at: Date; readonly service: string; readonly region: string };
}

/** IAM of one account. Names of users, roles, groups and policies are unique without regard to case, as in IAM. */
export class IamStore {
  readonly users: NamedRecords<IamUser>;
  readonly roles: NamedRecords<IamRole>;
  readonly groups: NamedRecords<IamGroup>;
  /** By ARN; AWS's own are read on demand. */
  readonly policies: Records<ManagedPolicy>;
  readonly accessKeys: Records<AccessKey>;
  readonly #account: LakeAccount;
  #isWriting = false;

  constructor(account: LakeAccount) {
    this.#account = account;
    const journal = journalOf(account);
    const isWriting = (): boolean => this.#isWriting;
    this.users = new NamedRecords(new Records(journal, USERS, isWriting));
    this.groups = new NamedRecords(new Records(journal, GROUPS, isWriting));
    this.roles = new NamedRecords(new Records(journal, ROLES, isWriting));
    this.policies = new Records(journal, POLICIES, isWriting);
    this.accessKeys = new Records(journal, ACCESS_KEYS, isWriting);
  }

  /** Does what may change records in place, which then count as changed. */
  write<T>(work: () => T): T {
    this.#isWriting = true;
    try {
      return work();
    } finally {
      this.#isWriting = false;
    }
  }

  arnOf(kind: PolicyHolder['kind'] | 'policy', path: string, name: string): string {
    return `arn:${this.#account.partition}:iam::${this.#account.accountId}:${kind}${path}${name}`;
  }

  /** ARN of a user, role or group by name, for authorisation; without its path when there is none of the name. */
  arnByName(kind: PolicyHolder['kind'], name: string | undefined): string {
    const holders = { user: this.users, role: this.roles, group: this.groups };
    return holders[kind].get(name ?? '')?.arn ?? this.arnOf(kind, '/', name ?? '');
  }

  now(): Date {
    return wholeSeconds(this.#account.clock.now());
  }

  role(name: string): IamRole {
    return this.roles.get(name) ?? missing(`The role with name ${name} cannot be found.`);
  }

  user(name: string): IamUser {
    return this.users.get(name) ?? missing(`The user with name ${name} cannot be found.`);
  }

  group(name: string): IamGroup {
    return this.groups.get(name) ?? missing(`The group with name ${name} cannot be found.`);
  }

  /** Throws AwsError `NoSuchEntity`, also for AWS's own policies that the lake does not carry. */
  policy(arn: string): ManagedPolicy {
    const own = this.policies.get(arn);
    if (own !== undefined) return own;
    const found = managedPolicies(this.#account.partition).get(arn);
    if (found === undefined) return missing(`Policy ${arn} does not exist or is not attachable.`);
    const policy = newManagedPolicy(
      { name: found.name, arn, path: found.path, createdAt: new Date('2015-02-06T18:40:00Z') },
      { text: found.text, document: found.document },
    );
    this.policies.set(arn, policy);
    return policy;
  }

  /** Unique id of the user or role with this ARN. */
  idByArn(arn: string): string | undefined {
    return this.roleByArn(arn)?.id ?? this.users.values().find((user) => user.arn === arn)?.id;
  }

  /** ARN of the user or role with this unique id, as it is now. */
  arnById(id: string): string | undefined {
    return [...this.users.values(), ...this.roles.values()].find((one) => one.id === id)?.arn;
  }

  roleByArn(arn: string): IamRole | undefined {
    // Names are unique whatever the path, and asked for once a query.
    const role = this.roles.get(arn.slice(arn.lastIndexOf('/') + 1));
    return role?.arn === arn ? role : undefined;
  }

  /** A key of that user. Throws AwsError NoSuchEntity for a user, or a key of the user, that is not there. */
  accessKeyOf(userName: string, accessKeyId: string): AccessKey {
    const user = this.user(userName);
    const key = this.accessKeys.get(accessKeyId);
    if (key?.userName !== user.name) throw noSuchEntity(`The Access Key with id ${accessKeyId} cannot be found.`);
    return key;
  }

  addAccessKey(userName: string): AccessKey {
    const key: AccessKey = {
      accessKeyId: newId('AKIA', 20),
      secretAccessKey: new Secret(randomBytes(30).toString('base64')),
      userName,
      createdAt: this.now(),
      status: 'Active',
    };
    this.accessKeys.set(key.accessKeyId, key);
    return key;
  }

  /** What binds `caller` now; empty when its user or role is gone, so that nothing is allowed any more. */
  policiesOf(caller: Caller): CallerPolicies {
    const holder = caller.type === 'IAMUser' ? this.users.get(caller.name) : this.roles.get(caller.name);
    if (holder === undefined || !isIdOf(holder, caller)) return { identity: [], tags: {} };
    // Asked for several times a query: loops, for lists of lists take longer than the policies themselves.
    const identity: PolicyDocument[] = [];
    this.#addDocumentsOf(holder, identity);
    if (holder.kind === 'user') {
      for (const name of holder.groups) {
        const group = this.groups.get(name);
        if (group !== undefined) this.#addDocumentsOf(group, identity);
      }
    }
    const tags = holder.tags.size === 0 ? NO_TAGS : Object.fromEntries(holder.tags);
    if (holder.boundaryArn === undefined) return { identity, tags };
    return { identity, tags, boundary: defaultText(this.policy(holder.boundaryArn)).document };
  }

  #addDocumentsOf(holder: PolicyHolder, documents: PolicyDocument[]): void {
    for (const { document } of holder.inline.values()) documents.push(document);
    for (const arn of holder.attached) documents.push(defaultText(this.policy(arn)).document);
  }
}

const NO_TAGS: Readonly<Record<string, string>> = {};

/** A user's id is the caller's; a role's is followed by the session's name. */
function isIdOf({ id }: PolicyHolder, { userId }: Caller): boolean {
  return userId === id || userId.startsWith(`${id}:`);
}

/** A managed policy with one version, which counts. */
export function newManagedPolicy(
  facts: Pick<ManagedPolicy, 'name' | 'arn' | 'path' | 'createdAt' | 'description'>,
  policy: StoredPolicy,
): ManagedPolicy {
  return {
    ...facts,
    id: newId('ANPA'),
    updatedAt: facts.createdAt,
    versions: [{ id: 'v1', createdAt: facts.createdAt, policy }],
    defaultVersionId: 'v1',
    nextVersion: 2,
    tags: new Map(),
  };
}

/** The text of a managed policy that counts. */
export function defaultText({ arn, versions, defaultVersionId }: ManagedPolicy): StoredPolicy {
  const version = versions.find(({ id }) => id === defaultVersionId);
  if (version === undefined) throw new Error(`policy ${arn} has lost its default version ${defaultVersionId}`);
  return version.policy;
}

const ID_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** IAM's unique identifiers: a prefix that tells the kind, then random capitals and digits. */
export function newId(prefix: string, length = 21): string {
  return prefix + randomLetters(ID_CHARACTERS, length - prefix.length);
}

export function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000);
}

function missing(message: string): never {
  throw new AwsError('NoSuchEntity', message, { httpStatus: 404 });
}
