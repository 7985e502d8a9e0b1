import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../core/canonical-json.js';
import { LakeproofError, UsageError } from '../../core/error.js';
import { atomicWrite } from './atomic-write.js';
import { LineAppender } from './line-appender.js';
import { type RunLock, takeLock } from './lock.js';
import {
  JSON_SCHEMAS,
  JSONL_SCHEMAS,
  type JsonFileName,
  type JsonFiles,
  type JsonlFileName,
  type JsonlFiles,
} from './schemas.js';
import { setCutLinesAside } from './set-aside.js';

/** The copy of the policy as it was read, byte for byte. */
export const POLICY_COPY = 'policy.yaml';

/**
 * The one writer of a run folder. Every value is checked against its schema before it is written, so that nothing that
 * is not in docs/evidence-format.md, a data value for example, can get into the record by accident.
 */
export class RunWriter {
  readonly runDir: string;
  readonly #lock: RunLock;
  readonly #appenders = new Map<JsonlFileName, Promise<LineAppender>>();
  /** Ends when every call made so far has; calls on one file must not overtake one another. */
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  private constructor(runDir: string, lock: RunLock) {
    this.runDir = runDir;
    this.#lock = lock;
  }

  /**
   * Takes the lock of `runDir`, which is made when it is not there. With `resume` the folder must hold a run, without
   * it must not. Throws UsageError `RECORD_LOCKED`, `RECORD_EXISTS` or `RECORD_MISSING`.
   */
  static async open(runDir: string, { resume }: { readonly resume: boolean }): Promise<RunWriter> {
    if (resume && !existsSync(join(runDir, 'run.json'))) throw nothingToResume(runDir);
    await mkdir(runDir, { recursive: true });
    const lock = await takeLock(runDir);
    try {
      if (!resume && existsSync(join(runDir, 'run.json'))) throw alreadyThere(runDir);
      if (resume) await setCutLinesAside(runDir);
      return new RunWriter(runDir, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  /** Replaces a JSON file as a whole: readers see the old one or the new one. */
  writeJson<N extends JsonFileName>(name: N, value: JsonFiles[N]): Promise<void> {
    return this.#inTurn(() => {
      const text = `${canonicalJson(checked(JSON_SCHEMAS[name], value, name))}\n`;
      return atomicWrite(join(this.runDir, name), [text]);
    });
  }

  /** Keeps the policy's own bytes, so that its digest in run.json can be checked later. */
  writePolicy(text: string): Promise<void> {
    return this.#inTurn(() => atomicWrite(join(this.runDir, POLICY_COPY), [text]));
  }

  /** Adds one line; resolves when it is on the disk. Lines keep the order of the calls. */
  async append<N extends JsonlFileName>(name: N, value: JsonlFiles[N]): Promise<void> {
    const line = canonicalJson(checked(JSONL_SCHEMAS[name], value, name));
    const written = await this.#inTurn(async () => ({ done: (await this.#appender(name)).append(line) }));
    await written.done;
  }

  /** Replaces a JSON Lines file as a whole, one line for each value, in the order given. */
  replace<N extends JsonlFileName>(name: N, values: readonly JsonlFiles[N][]): Promise<void> {
    return this.#inTurn(async () => {
      const lines = values.map((value) => `${canonicalJson(checked(JSONL_SCHEMAS[name], value, name))}\n`);
      const appender = this.#appenders.get(name);
      this.#appenders.delete(name);
      await (await appender)?.close();
      await atomicWrite(join(this.runDir, name), lines);
    });
  }

  /** Waits for all writes, then lets go of the folder. Later calls are refused; closing twice is not an error. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#queue;
    try {
      for (const appender of this.#appenders.values()) await (await appender).close();
    } finally {
      await this.#lock.release();
    }
  }

  #appender(name: JsonlFileName): Promise<LineAppender> {
    let appender = this.#appenders.get(name);
    if (appender === undefined) {
      appender = LineAppender.open(join(this.runDir, name));
      this.#appenders.set(name, appender);
    }
    return appender;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(closed(this.runDir));
    const result = this.#queue.then(work);
    // The caller hears of a failure through `result`; the next in line goes on regardless.
    this.#queue = result.then(nothing, nothing);
    return result;
  }
}

function nothing(): void {
  // Only the order counts here, see #inTurn.
}

type Checker = (typeof JSON_SCHEMAS)[JsonFileName] | (typeof JSONL_SCHEMAS)[JsonlFileName];

function checked(schema: Checker, value: unknown, name: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new LakeproofError({
    code: 'RECORD_INVALID',
    message: `refused to write ${name}: ${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not as agreed'}`,
    likelyCause: 'a defect of Lakeproof: what it wanted to record is not what docs/evidence-format.md says',
    nextStep: 'report it with this message',
    cause: parsed.error,
  });
}

function nothingToResume(runDir: string): UsageError {
  return new UsageError({
    code: 'RECORD_MISSING',
    message: `${runDir} holds no run.json, so there is no run to go on with`,
    nextStep: 'name a folder under evidence/, or start a new run with `lakeproof run`',
  });
}

function alreadyThere(runDir: string): UsageError {
  return new UsageError({
    code: 'RECORD_EXISTS',
    message: `${runDir} already holds a run`,
    nextStep: 'go on with it by `lakeproof resume`, or name another folder by --out',
  });
}

function closed(runDir: string): LakeproofError {
  return new LakeproofError({ code: 'RECORD_CLOSED', message: `the record of ${runDir} is closed` });
}
