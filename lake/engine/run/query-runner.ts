import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit, { type LimitFunction } from 'p-limit';
import { DEFAULT_QUERY_MEMORY_MB, type LakeAccount } from '../../model/lake.js';
import type { PrintedRow } from '../../model/statement.js';
import type { TranslatedStatement } from '../translate/statement.js';
import { Answers } from './answers.js';
import { CapabilityInstance, type RowTaker } from './capability-instance.js';
import type { Copy } from './fill.js';
import { cancelled, isOutOfMemory } from './run-failure.js';
import { printedRow, shapedRow } from './taken-row.js';
import type { TrustedReader } from './trusted-reader.js';

/** A copy up to this size is taken into an instance without a file. */
const SMALL_BYTES = 4 * 1024 * 1024;
const WORTH_SPILLING_BYTES = 256 * 1024;
const SMALL = { memoryLimit: '32MB' };
const SPILL_LIMIT = '8GB';
/**
 * Instances for small statements, which are kept for the next ones: making one takes longer than all else of a small
 * query. Each works in one thread.
 */
const SMALL_AT_ONCE = 2;
/** An instance is given up after so many statements, whatever it may have gathered. */
const MAX_USES = 1_000;

/** A statement to run, and what its taker makes of each row. */
interface Task<T> extends RowTaker<T> {
  readonly statement: TranslatedStatement;
  readonly copies: readonly Copy[];
  readonly signal: AbortSignal;
}

interface Idle {
  readonly instance: CapabilityInstance;
  readonly uses: number;
}

/**
 * Runs statements over copies of what they may see. Small ones run in instances that are used again once they have been
 * emptied. Large ones, and those that turn out to need more memory, run one at a time in an instance of their own that
 * spills to files; what is too large for that as well ends in Athena's words for a want of resources.
 */
export class QueryRunner {
  readonly #reader: TrustedReader;
  readonly #spillDir: string;
  readonly #largeMemory: string;
  readonly #answers = new Answers();
  /** Answers that are being made, by their keys. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #idle: Idle[] = [];
  readonly #fewSmall = pLimit(SMALL_AT_ONCE);
  readonly #oneLarge = pLimit(1);

  constructor(reader: TrustedReader, { stateDir, queryMemoryMb = DEFAULT_QUERY_MEMORY_MB }: LakeAccount) {
    this.#reader = reader;
    this.#spillDir = join(stateDir, 'athena-spill');
    this.#largeMemory = `${queryMemoryMb}MB`;
  }

  /** Nothing is read before the rows are asked for. Throws QueryFailure. */
  printedRows(
    statement: TranslatedStatement,
    copies: readonly Copy[],
    signal: AbortSignal,
  ): AsyncIterable<readonly PrintedRow[]> | readonly (readonly PrintedRow[])[] {
    const task = { statement, copies, signal, take: printedRow(statement.columns), frees: true };
    const key = Answers.keyOf(statement, copies);
    if (key === undefined) return this.#run(task);
    const found = this.#answers.find(key);
    return found === undefined ? this.#firstOf(key, task) : [found];
  }

  /** Who asks what is being answered already waits for that answer, and asks by himself when it was not kept. */
  async *#firstOf(key: string, task: Task<PrintedRow>): AsyncGenerator<readonly PrintedRow[]> {
    const running = this.#running.get(key);
    if (running !== undefined) {
      await endOrAbort(running, task.signal);
      const found = this.#answers.find(key);
      if (found !== undefined) {
        yield found;
        return;
      }
    }
    let ended: () => void = () => undefined;
    const run = new Promise<void>((resolve) => {
      ended = resolve;
    });
    this.#running.set(key, run);
    try {
      yield* this.#answers.keeping(key, this.#run(task));
    } finally {
      if (this.#running.get(key) === run) this.#running.delete(key);
      ended();
    }
  }

  /** The rows as the engine holds their values, which may be kept as long as one likes. Throws QueryFailure. */
  values(
    statement: TranslatedStatement,
    copies: readonly Copy[],
    signal: AbortSignal,
  ): AsyncIterable<readonly (readonly unknown[])[]> {
    return this.#run({ statement, copies, signal, take: shapedRow(statement.columns), frees: false });
  }

  async *#run<T>(task: Task<T>): AsyncGenerator<readonly T[]> {
    const bytes = task.copies.reduce((sum, copy) => sum + copy.bytes, 0);
    if (bytes <= SMALL_BYTES) {
      let begun = false;
      try {
        for await (const rows of this.#small(task)) {
          begun = true;
          yield rows;
        }
        return;
      } catch (error) {
        // Rows that are out cannot be taken back; and what grew out of next to nothing would grow as much again.
        if (begun || bytes < WORTH_SPILLING_BYTES || !isOutOfMemory(error)) throw error;
      }
    }
    yield* this.#large(task);
  }

  async *#small<T>(task: Task<T>): AsyncGenerator<readonly T[]> {
    const release = await turnOf(this.#fewSmall, task.signal);
    let instance: CapabilityInstance | undefined;
    let uses = 0;
    let isClean = false;
    try {
      const idle = this.#idle.pop();
      uses = idle?.uses ?? 0;
      instance = idle?.instance ?? (await CapabilityInstance.create(SMALL));
      await instance.fill(task.copies, this.#reader, task.signal);
      yield* instance.rows(task.statement.sql, task, task.signal);
      await instance.empty();
      isClean = true;
    } finally {
      // After a failure, or when the taker went before the end, it is not known what the instance is still busy with.
      if (instance !== undefined && isClean && uses < MAX_USES) this.#idle.push({ instance, uses: uses + 1 });
      else instance?.close();
      release();
    }
  }

  async *#large<T>(task: Task<T>): AsyncGenerator<readonly T[]> {
    const release = await turnOf(this.#oneLarge, task.signal);
    let folder: string | undefined;
    let instance: CapabilityInstance | undefined;
    try {
      await mkdir(this.#spillDir, { recursive: true, mode: 0o700 });
      folder = await mkdtemp(join(this.#spillDir, 'query-'));
      instance = await CapabilityInstance.create({
        memoryLimit: this.#largeMemory,
        spill: { folder, limit: SPILL_LIMIT },
      });
      await instance.fill(task.copies, this.#reader, task.signal);
      yield* instance.rows(task.statement.sql, task, task.signal);
    } finally {
      instance?.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
      release();
    }
  }
}

/** Waits for the end of another's run. Throws QueryFailure when it was cancelled meanwhile. */
async function endOrAbort(running: Promise<void>, signal: AbortSignal): Promise<void> {
  let abort: () => void = () => undefined;
  const aborted = new Promise<void>((resolve) => {
    abort = resolve;
  });
  signal.addEventListener('abort', abort, { once: true });
  await Promise.race([running, aborted]);
  signal.removeEventListener('abort', abort);
  if (signal.aborted) throw cancelled();
}

/** Waits for a place under the limit, and gives what gives it back. Throws QueryFailure when it was cancelled meanwhile. */
async function turnOf(limit: LimitFunction, signal: AbortSignal): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const turn = async (): Promise<void> => {
      if (signal.aborted) throw cancelled();
      await new Promise<void>((done) => resolve(done));
    };
    limit(turn).catch(reject);
  });
}
