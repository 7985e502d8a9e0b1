import { randomBytes } from 'node:crypto';
import { Secret } from '../../../core/secret.js';
import type { PolicyDocument } from '../../access/iam/policy-document.js';
import type { Caller, SessionFacts } from '../../model/caller.js';
import type { LakeAccount } from '../../model/lake.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { type IamRole, newId } from '../iam/store.js';
import { SESSIONS, USER_TOKENS } from './saved.js';

/** Temporary credentials and what they carry. */
export interface RoleSession {
  readonly caller: Caller & { readonly session: SessionFacts };
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly policies?: readonly PolicyDocument[];
  /** Tags that go on to the next role of a chain, whoever assumes it. */
  readonly transitiveTagKeys: readonly string[];
}

/** Temporary credentials that a user made of his own keys. */
export interface UserToken {
  readonly caller: Caller;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly expiresAt: Date;
}

/** Expired sessions stay known for a day, so that their use answers ExpiredToken and not "invalid". */
const KEEP_EXPIRED_MS = 24 * 60 * 60 * 1000;
const MAX_SESSIONS = 100_000;

export class SessionStore {
  readonly #sessions: KeptMap<RoleSession>;
  readonly #userTokens: KeptMap<UserToken>;
  readonly #account: LakeAccount;

  constructor(account: LakeAccount) {
    this.#account = account;
    const journal = journalOf(account);
    this.#sessions = new KeptMap(journal, SESSIONS);
    this.#userTokens = new KeptMap(journal, USER_TOKENS);
  }

  get(accessKeyId: string): RoleSession | undefined {
    return this.#sessions.get(accessKeyId);
  }

  userToken(accessKeyId: string): UserToken | undefined {
    return this.#userTokens.get(accessKeyId);
  }

  /** `user` by his long-term key. */
  openForUser(user: Caller, createdAt: Date, durationSeconds: number): UserToken {
    this.#forgetOld(this.#userTokens, (token) => token.expiresAt);
    const accessKeyId = newId('ASIA', 20);
    const token: UserToken = {
      caller: { ...user, accessKeyId, tokenIssuedAt: createdAt },
      ...newSecrets(),
      expiresAt: new Date(createdAt.getTime() + durationSeconds * 1000),
    };
    this.#userTokens.set(accessKeyId, token);
    return token;
  }

  /** `facts` as AssumeRole decided them. */
  open(
    role: IamRole,
    facts: SessionFacts,
    options: { readonly policies?: readonly PolicyDocument[]; readonly transitiveTagKeys?: readonly string[] } = {},
  ): RoleSession {
    this.#forgetOld(this.#sessions, (session) => session.caller.session.expiresAt);
    const accessKeyId = newId('ASIA', 20);
    const session: RoleSession = {
      caller: roleSessionCaller(this.#account, role, accessKeyId, facts),
      ...newSecrets(),
      ...(options.policies === undefined ? {} : { policies: options.policies }),
      transitiveTagKeys: options.transitiveTagKeys ?? [],
    };
    this.#sessions.set(accessKeyId, session);
    return session;
  }

  #forgetOld<T>(kept: Map<string, T>, expiresAt: (one: T) => Date): void {
    const limitMs = this.#account.clock.now().getTime() - KEEP_EXPIRED_MS;
    for (const [accessKeyId, one] of kept) {
      const old = expiresAt(one).getTime() < limitMs;
      // They are kept in the order they were made; the oldest goes when there are too many.
      if (!old && kept.size < MAX_SESSIONS) break;
      kept.delete(accessKeyId);
    }
  }
}

/** A session of a role as the services and CloudTrail see it. */
export function roleSessionCaller(
  { partition, accountId }: LakeAccount,
  role: Pick<IamRole, 'id' | 'name' | 'arn'>,
  accessKeyId: string,
  facts: SessionFacts,
): Caller & { readonly session: SessionFacts } {
  return {
    type: 'AssumedRole',
    accountId,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${role.name}/${facts.sessionName}`,
    principalArn: role.arn,
    userId: `${role.id}:${facts.sessionName}`,
    accessKeyId,
    name: role.name,
    session: facts,
  };
}

function newSecrets(): Pick<RoleSession, 'secretAccessKey' | 'sessionToken'> {
  return {
    secretAccessKey: new Secret(randomBytes(30).toString('base64')),
    sessionToken: new Secret(`IQoJb3JpZ2luX2Vj${randomBytes(180).toString('base64')}`),
  };
}
