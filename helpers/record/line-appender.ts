import { type FileHandle, open } from 'node:fs/promises';
import { LakeproofError } from '../../core/error.js';

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Appends lines to one file in the order in which they were given. An append resolves when its line is on the disk;
 * lines that arrive while others are being written go together in the next write, so a burst costs few syncs.
 * After a failed write every later append fails too: a record with a hole is worse than one that ends.
 */
export class LineAppender {
  readonly #file: FileHandle;
  readonly #waiting: Waiting[] = [];
  #pump: Promise<void> | undefined;
  #failure: LakeproofError | undefined;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<LineAppender> {
    return new LineAppender(await open(path, 'a'));
  }

  append(line: string): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      this.#pump ??= this.#drain();
    });
  }

  /** Waits for all that was given, then closes the file. Failures were told to the appends that they hit. */
  async close(): Promise<void> {
    while (this.#pump !== undefined) await this.#pump;
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#file.appendFile(batch.map(({ line }) => `${line}\n`).join(''));
        await this.#file.datasync();
        for (const { resolve } of batch) resolve();
      } catch (cause) {
        this.#fail(cause, [...batch, ...this.#waiting.splice(0)]);
      }
    }
    this.#pump = undefined;
  }

  #fail(cause: unknown, hit: readonly Waiting[]): void {
    this.#failure = new LakeproofError({
      code: 'RECORD_WRITE_FAILED',
      message: 'a line of the record could not be written',
      likelyCause: 'the disk is full, or the run folder was removed or made read-only',
      nextStep: 'free the disk, then go on with `lakeproof resume RUN`',
      cause,
    });
    for (const { reject } of hit) reject(this.#failure);
  }
}
