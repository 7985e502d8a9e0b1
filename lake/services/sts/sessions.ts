import { randomBytes } from 'node:crypto';
import { Secret } from '../../../core/secret.js';
import type { PolicyDocument } from '../../access/iam/policy-document.js';
import type { Caller, SessionFacts } from '../../model/caller.js';
import type { LakeAccount } from '../../model/lake.js';
import { type IamRole, newId } from '../iam/store.js';

/** Temporary credentials and what they carry. */
export interface RoleSession {
  readonly caller: Caller & { readonly session: SessionFacts };
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  readonly policies?: readonly PolicyDocument[];
  /** Tags that go on to the next role of a chain, whoever assumes it. */
  readonly transitiveTagKeys: readonly string[];
}

/** Expired sessions stay known for a day, so that their use answers ExpiredToken and not "invalid". */
const KEEP_EXPIRED_MS = 24 * 60 * 60 * 1000;
const MAX_SESSIONS = 100_000;

export class SessionStore {
  readonly #sessions = new Map<string, RoleSession>();
  readonly #account: LakeAccount;

  constructor(account: LakeAccount) {
    this.#account = account;
  }

  get(accessKeyId: string): RoleSession | undefined {
    return this.#sessions.get(accessKeyId);
  }

  /** `facts` as AssumeRole decided them. */
  open(
    role: IamRole,
    facts: SessionFacts,
    options: { readonly policies?: readonly PolicyDocument[]; readonly transitiveTagKeys?: readonly string[] } = {},
  ): RoleSession {
    this.#forgetOld();
    const accessKeyId = newId('ASIA', 20);
    const session: RoleSession = {
      caller: {
        type: 'AssumedRole',
        accountId: this.#account.accountId,
        arn: `arn:${this.#account.partition}:sts::${this.#account.accountId}:assumed-role/${role.name}/${facts.sessionName}`,
        principalArn: role.arn,
        userId: `${role.id}:${facts.sessionName}`,
        accessKeyId,
        name: role.name,
        session: facts,
      },
      secretAccessKey: new Secret(randomBytes(30).toString('base64')),
      sessionToken: new Secret(`IQoJb3JpZ2luX2Vj${randomBytes(180).toString('base64')}`),
      ...(options.policies === undefined ? {} : { policies: options.policies }),
      transitiveTagKeys: options.transitiveTagKeys ?? [],
    };
    this.#sessions.set(accessKeyId, session);
    return session;
  }

  #forgetOld(): void {
    const limitMs = this.#account.clock.now().getTime() - KEEP_EXPIRED_MS;
    for (const [accessKeyId, session] of this.#sessions) {
      const old = session.caller.session.expiresAt.getTime() < limitMs;
      // Sessions are kept in the order they were made; the oldest goes when there are too many.
      if (!old && this.#sessions.size < MAX_SESSIONS) break;
      this.#sessions.delete(accessKeyId);
    }
  }
}
