import type { CallerPolicies } from './access/iam/authorize.js';
import type { Caller } from './model/caller.js';
import type { LakeAccount } from './model/lake.js';
import type { KeyFacts } from './protocols/sigv4/verify.js';
import { IamStore } from './services/iam/store.js';
import { SessionStore } from './services/sts/sessions.js';

/** Who can sign requests to the lake, and what binds them. */
export class Identities {
  readonly iam: IamStore;
  readonly sessions: SessionStore;
  readonly #account: LakeAccount;

  constructor(account: LakeAccount) {
    this.#account = account;
    this.iam = new IamStore(account);
    this.sessions = new SessionStore(account);
  }

  /** The key's holder and what verifies its signatures; undefined for a key that the lake never gave out. */
  resolve(accessKeyId: string): { readonly caller: Caller; readonly key: KeyFacts } | undefined {
    const session = this.sessions.get(accessKeyId);
    if (session !== undefined) {
      const { caller, secretAccessKey, sessionToken } = session;
      return { caller, key: { secretAccessKey, sessionToken, expiresAt: caller.session.expiresAt } };
    }
    const token = this.sessions.userToken(accessKeyId);
    if (token !== undefined) {
      const user = this.iam.users.values().find(({ id }) => id === token.caller.userId);
      if (user === undefined) return undefined;
      // The user may have another name by now.
      const { tokenIssuedAt } = token.caller;
      return {
        caller: { ...this.callerOf(user.name, accessKeyId), ...(tokenIssuedAt === undefined ? {} : { tokenIssuedAt }) },
        key: token,
      };
    }
    const key = this.iam.accessKeys.get(accessKeyId);
    if (key?.status !== 'Active') return undefined;
    return { caller: this.callerOf(key.userName, accessKeyId), key: { secretAccessKey: key.secretAccessKey } };
  }

  /** Notes for GetAccessKeyLastUsed that a user's own key has signed a request. */
  noteUse(accessKeyId: string, service: string, region: string): void {
    const key = this.iam.accessKeys.get(accessKeyId);
    if (key === undefined) return;
    const at = this.iam.now();
    const last = key.lastUsed;
    if (last?.at.getTime() === at.getTime() && last.service === service && last.region === region) return;
    key.lastUsed = { at, service, region };
    this.iam.accessKeys.changed(accessKeyId);
  }

  /** A user as the caller of a request. */
  callerOf(userName: string, accessKeyId: string): Caller {
    const user = this.iam.user(userName);
    return {
      type: 'IAMUser',
      accountId: this.#account.accountId,
      arn: user.arn,
      principalArn: user.arn,
      userId: user.id,
      accessKeyId,
      name: user.name,
    };
  }

  policiesOf(caller: Caller): CallerPolicies {
    const session = this.sessions.get(caller.accessKeyId)?.policies;
    const policies = this.iam.policiesOf(caller);
    return session === undefined ? policies : { ...policies, session };
  }
}
