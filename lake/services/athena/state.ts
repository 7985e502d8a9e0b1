import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import type { Exchange } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import type { PrepareStatement } from '../../model/statement.js';
import { SmallLog } from '../../storage/small-log.js';
import { notFound } from './errors.js';
import type { Execution } from './execution.js';
import { CONFIGURATION_DEFAULTS, type WorkGroupRecord } from './work-group.js';

/** Athena keeps its history for 45 days (User Guide, "View query history"). */
const HISTORY_MS = 45 * 24 * 60 * 60 * 1000;

/** A bound on memory that no test of a lake reaches; the oldest go first. */
const MAX_EXECUTIONS = 200_000;

/** Queries that the engine runs at the same time; the others are QUEUED. */
const CONCURRENT_QUERIES = 4;

/** Athena of one account: workgroups, tokens, history. */
export class AthenaState {
  readonly account: LakeAccount;
  readonly workGroups = new Map<string, WorkGroupRecord>();
  /** By ClientRequestToken. */
  readonly tokens = new Map<string, Execution>();
  /** Rows of small results, for GetQueryResults. */
  readonly smallResults: SmallLog;
  readonly schedule = pLimit(CONCURRENT_QUERIES);
  readonly #executions = new Map<string, Execution>();
  readonly #getLake: () => Lake;
  #resultsFolder: string | undefined;
  #engine: Promise<{ readonly prepare: PrepareStatement }> | undefined;

  constructor(account: LakeAccount, getLake: () => Lake) {
    this.account = account;
    this.#getLake = getLake;
    this.smallResults = new SmallLog(join(account.stateDir, 'athena-results', 'small'));
    // Every account has it from the start, and it cannot be deleted (User Guide, "primary workgroup").
    this.workGroups.set('primary', {
      name: 'primary',
      description: undefined,
      state: 'ENABLED',
      configuration: CONFIGURATION_DEFAULTS,
      createdAt: account.clock.now(),
    });
  }

  get lake(): Lake {
    return this.#getLake();
  }

  /** Where rows are kept for GetQueryResults, apart from the result object that the caller owns. */
  resultsFolder(): string {
    if (this.#resultsFolder === undefined) {
      const folder = join(this.account.stateDir, 'athena-results');
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#resultsFolder = folder;
    }
    return this.#resultsFolder;
  }

  /** Loaded with the first query: the engine and its grammar take longer than the rest of the lake together. */
  engine(): Promise<{ readonly prepare: PrepareStatement }> {
    this.#engine ??= import('../../engine/prepare.js').then(({ createEngine }) => createEngine(this.lake));
    return this.#engine;
  }

  workGroupArn(name: string): string {
    const { partition, region, accountId } = this.account;
    return `arn:${partition}:athena:${region}:${accountId}:workgroup/${name}`;
  }

  remember(execution: Execution): void {
    this.#executions.set(execution.id, execution);
    this.tokens.set(execution.token, execution);
    if (this.#executions.size <= MAX_EXECUTIONS) return;
    const [oldest] = this.#executions.values();
    if (oldest === undefined) return;
    this.#executions.delete(oldest.id);
    this.tokens.delete(oldest.token);
  }

  find(id: string): Execution | undefined {
    const execution = this.#executions.get(id);
    if (execution === undefined) return undefined;
    const ageMs = this.account.clock.now().getTime() - execution.submittedAtMs;
    return ageMs > HISTORY_MS ? undefined : execution;
  }

  /** Throws AwsError `QUERY_EXECUTION_NOT_FOUND`. */
  get(id: string): Execution {
    const execution = this.find(id);
    if (execution === undefined) throw notFound(id);
    return execution;
  }

  /** Newest first. */
  ofWorkGroup(name: string): readonly Execution[] {
    return [...this.#executions.values()].filter(({ workGroup }) => workGroup === name).reverse();
  }

  mayUse(exchange: Exchange, action: string, workGroup: string): boolean {
    return this.lake.isAllowed(exchange.caller, { action, resource: this.workGroupArn(workGroup) }, exchange).allowed;
  }
}
