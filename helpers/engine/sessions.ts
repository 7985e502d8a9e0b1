import pLimit from 'p-limit';
import { formatArn } from '../../core/arn.js';
import type { AwsAccess } from '../aws/access.js';
import { becomeProfile, type ProfileSession, type ProfileToAssume } from '../aws/identity.js';
import type { Runner } from '../aws/runner.js';
import type { Settings } from '../model/settings.js';
import type { Discovery } from './discovery.js';

/** How a control role is named where a profile is: no Studio profile can be called that. */
const CONTROL_ROLE_PREFIX = 'controlRole:';

/** AssumeRole calls at a time. */
const CONCURRENCY = 8;

export interface SessionsOptions {
  readonly access: AwsAccess;
  readonly runner: Runner;
  readonly settings: Settings;
  readonly discovery: Discovery;
  readonly runId: string;
  readonly onIdentity: (session: ProfileSession) => void;
}

/** The run's sessions, each made once, when it is first needed, and outside the workers. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #sessions = new Map<string, Promise<ProfileSession>>();
  readonly #limit = pLimit(CONCURRENCY);

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  of(profile: string): Promise<ProfileSession> {
    const known = this.#sessions.get(profile);
    if (known !== undefined) return known;
    const made = this.#limit(() => this.#become(profile));
    this.#sessions.set(profile, made);
    return made;
  }

  async #become(profile: string): Promise<ProfileSession> {
    const { access, runner, settings, runId, onIdentity } = this.#options;
    const session = await becomeProfile(access, runner, this.#wanted(profile), settings, runId);
    onIdentity(session);
    return session;
  }

  #wanted(profile: string): ProfileToAssume {
    const { runner, discovery } = this.#options;
    const { inventory, notReproducible } = discovery;
    if (profile.startsWith(CONTROL_ROLE_PREFIX)) {
      const resource = `role/${profile.slice(CONTROL_ROLE_PREFIX.length)}`;
      const { partition, accountId } = runner;
      return { profile, roleArn: formatArn({ partition, service: 'iam', region: '', accountId, resource }) };
    }
    const roleArn = inventory.profiles.find(({ name }) => name === profile)?.executionRoleArn;
    return { profile, roleArn, ...(notReproducible === undefined ? {} : { notReproducible }) };
  }
}
