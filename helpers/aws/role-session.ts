import type { AwsAccess, Clients, SessionCredentials } from './access.js';
import { type AssumeRoleRequest, assumeRole } from './sts.js';

/** One hour: the cap for a role assumed by a role (IAM User Guide, role chaining), and every role allows it. */
const SESSION_SECONDS = 3_600;

/**
 * Renewed when less than this is left. The SDK asks its provider again five minutes before the end; this is a little
 * more, so that what it then gets is new.
 */
const RENEW_BEFORE_MS = 6 * 60_000;

/** A role session that renews itself under the same name, one AssumeRole at a time. */
export class RoleSession {
  readonly clients: Clients;
  readonly #access: AwsAccess;
  readonly #parent: Clients;
  readonly #request: AssumeRoleRequest;
  #current: SessionCredentials | undefined;
  #renewal: Promise<SessionCredentials> | undefined;

  /** `parent` are the clients that may assume the role. Nothing is called yet. */
  constructor(access: AwsAccess, parent: Clients, request: Omit<AssumeRoleRequest, 'durationSeconds'>) {
    this.#access = access;
    this.#parent = parent;
    this.#request = { ...request, durationSeconds: SESSION_SECONDS };
    this.clients = access.sessionClients(() => this.credentials());
  }

  /** Credentials that last for some minutes at least. Throws CallFailure. */
  async credentials(): Promise<SessionCredentials> {
    const leftMs =
      this.#current === undefined ? 0 : this.#current.expiration.getTime() - this.#access.clock.now().getTime();
    if (this.#current !== undefined && leftMs > RENEW_BEFORE_MS) return this.#current;
    this.#renewal ??= this.#assume().finally(() => {
      this.#renewal = undefined;
    });
    return this.#renewal;
  }

  async #assume(): Promise<SessionCredentials> {
    this.#current = await assumeRole(this.#access, this.#parent, this.#request);
    return this.#current;
  }
}
