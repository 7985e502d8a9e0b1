import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { QueryTimes } from '../../limits/query-time.js';
import type { Exchange } from '../../model/action.js';
import type { Lake, LakeAccount } from '../../model/lake.js';
import type { PrepareStatement } from '../../model/statement.js';
import { AppendLog } from '../../storage/append-log.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { notFound } from './errors.js';
import type { Execution } from './execution.js';
import { endByRestart } from './run-query.js';
import { PREPARED_STATEMENTS, readExecution, savedExecution, WORK_GROUPS } from './saved.js';
import { CONFIGURATION_DEFAULTS, type WorkGroupRecord } from './work-group.js';

/** Athena keeps its history for 45 days (User Guide, "View query history"). */
const HISTORY_MS = 45 * 24 * 60 * 60 * 1000;

/** A bound on memory that no test of a lake reaches; the oldest go first. */
const MAX_EXECUTIONS = 200_000;

/** Queries that the engine runs at the same time; the others are QUEUED. */
const CONCURRENT_QUERIES = 4;

/** Folder of the rows that GetQueryResults reads, and the file of the small ones in it. */
const RESULTS = 'athena-results';
const SMALL_FILE = 'small';

/** Athena of one account: workgroups, tokens, history. */
export class AthenaState {
  readonly account: LakeAccount;
  readonly workGroups: KeptMap<WorkGroupRecord>;
  /** By workgroup and name. */
  readonly preparedStatements: KeptMap<string>;
  /** By ClientRequestToken. */
  readonly tokens = new Map<string, Execution>();
  /** Rows of small results, for GetQueryResults. */
  readonly smallResults: AppendLog;
  readonly schedule = pLimit(CONCURRENT_QUERIES);
  /** Queries that have not ended. */
  readonly active = new Set<Execution>();
  readonly queryTimes: QueryTimes;
  readonly #executions = new Map<string, Execution>();
  readonly #idChanged: (id: string) => void;
  readonly #getLake: () => Lake;
  #resultsFolder: string | undefined;
  #engine: Promise<{ readonly prepare: PrepareStatement }> | undefined;

  constructor(account: LakeAccount, getLake: () => Lake) {
    this.account = account;
    this.#getLake = getLake;
    this.queryTimes = new QueryTimes(account.queryTime);
    this.smallResults = new AppendLog(join(account.stateDir, RESULTS, SMALL_FILE));
    const journal = journalOf(account);
    journal.beforeCommit(() => this.smallResults.flush());
    this.workGroups = new KeptMap(journal, WORK_GROUPS);
    this.preparedStatements = new KeptMap(journal, PREPARED_STATEMENTS);
    this.#idChanged = journal.keep({
      name: 'athena/executions',
      keys: () => this.#executions.keys(),
      save: (id) => {
        const execution = this.#executions.get(id);
        return execution === undefined ? undefined : savedExecution(execution, account.stateDir);
      },
      restore: (_, saved) => this.#put(readExecution(saved, account.stateDir)),
      remove: (id) => this.#forget(id),
      restored: () => this.#takeUp(),
    });
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
      const folder = join(this.account.stateDir, RESULTS);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#resultsFolder = folder;
    }
    return this.#resultsFolder;
  }

  /** Loaded with the first query: the engine and its grammar take longer than the rest of the lake together. */
  engine(): Promise<{ readonly prepare: PrepareStatement }> {
    this.#engine ??= import('../../engine/prepare.js').then(({ createEngine }) =>
      createEngine(this.lake, this.preparedStatements),
    );
    return this.#engine;
  }

  workGroupArn(name: string): string {
    const { partition, region, accountId } = this.account;
    return `arn:${partition}:athena:${region}:${accountId}:workgroup/${name}`;
  }

  remember(execution: Execution): void {
    this.#put(execution);
    this.changed(execution);
    if (this.#executions.size <= MAX_EXECUTIONS) return;
    const [oldest] = this.#executions.values();
    if (oldest === undefined) return;
    this.#forget(oldest.id);
    this.changed(oldest);
  }

  /** Something of it is another than before. */
  changed({ id }: Execution): void {
    this.#idChanged(id);
  }

  #put(execution: Execution): void {
    this.#executions.set(execution.id, execution);
    this.tokens.set(execution.token, execution);
  }

  #forget(id: string): void {
    const execution = this.#executions.get(id);
    if (execution === undefined) return;
    this.#executions.delete(id);
    this.tokens.delete(execution.token);
  }

  /** Queries that were under way ended with their process, and nobody can say how far they were. */
  #takeUp(): void {
    const named = new Set<string>();
    let smallBytes = 0;
    for (const execution of this.#executions.values()) {
      const rows = execution.result?.rows;
      if (typeof rows === 'string') named.add(rows);
      else if (rows !== undefined) smallBytes = Math.max(smallBytes, rows.offset + rows.lengthBytes);
      if (execution.state !== 'QUEUED' && execution.state !== 'RUNNING') continue;
      endByRestart(execution, this.account.clock.now());
      this.changed(execution);
    }
    this.smallResults.resume(smallBytes);
    sweepResultFiles(join(this.account.stateDir, RESULTS), named);
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

/** Files of rows that no query has: it was being written when its process was killed. */
function sweepResultFiles(folder: string, named: ReadonlySet<string>): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (name !== SMALL_FILE && !named.has(path)) rmSync(path, { force: true });
  }
}
