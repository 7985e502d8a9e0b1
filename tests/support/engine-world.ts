import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../helpers/config/settings.js';
import { type Engine, type EngineOptions, openEngine } from '../../helpers/engine/engine.js';
import { silentProgress } from '../../helpers/engine/progress.js';
import { loadPolicy } from '../../helpers/policy/load-policy.js';
import { connectionTo } from './fake-access.js';
import { type FakeAccount, type FakeAccountOptions, startFakeAccount } from './fake-account.js';

const POLICY = 'policies/walkthrough.policy.yaml';

export const LIMITED = 'data-scientist-limited';
export const FULL = 'data-scientist-full';
export const TABLE = 'amazon_reviews_db.amazon_reviews_parquet';

export interface Opened {
  readonly engine: Engine;
  readonly account: FakeAccount;
  readonly options: EngineOptions;
}

/** The walkthrough's engine against accounts that a test makes up; `clear` after each test. */
export class EngineWorld {
  readonly #accounts: FakeAccount[] = [];
  readonly #outDirs: string[] = [];

  async account(fake: FakeAccountOptions = {}): Promise<FakeAccount> {
    const account = await startFakeAccount(await loadPolicy(POLICY), fake);
    this.#accounts.push(account);
    return account;
  }

  async open(fake: FakeAccountOptions = {}, change: Partial<EngineOptions> = {}): Promise<Opened> {
    const account = await this.account(fake);
    const options = await this.optionsFor(account, change);
    return { engine: await openEngine(options), account, options };
  }

  async optionsFor(account: FakeAccount, change: Partial<EngineOptions> = {}): Promise<EngineOptions> {
    const outDir = this.#outDirs[0] ?? (await mkdtemp(join(tmpdir(), 'lakeproof-engine-')));
    this.#outDirs[0] = outDir;
    return {
      policyFile: POLICY,
      settings: await loadSettings('lakeproof.yaml', { target: 'embedded', auditDelayMaxMs: 200 }),
      connection: connectionTo(account.url),
      target: 'embedded',
      outDir,
      noWait: false,
      progress: silentProgress,
      ...change,
    };
  }

  async clear(): Promise<void> {
    for (const account of this.#accounts.splice(0)) await account.close();
    for (const outDir of this.#outDirs.splice(0)) await rm(outDir, { recursive: true, force: true });
  }
}
