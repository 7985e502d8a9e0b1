import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** More bytes at once are better off in a file of their own. */
export const MAX_SMALL_BYTES = 8 * 1024;

/** Gathered before they are written: a write for each would be a good part of what a query costs. */
const FLUSH_BYTES = 64 * 1024;

/**
 * Small contents, one after the other in one file: what a query leaves is a few hundred bytes each, and creating a file
 * for each would cost more than the query. Whoever appends keeps the offset; nothing is ever changed or taken out.
 */
export class SmallLog {
  readonly #path: string;
  readonly #buffer = Buffer.allocUnsafeSlow(FLUSH_BYTES);
  #buffered = 0;
  /** Bytes in the file. */
  #writtenBytes = 0;
  #file: number | undefined;

  /** The file is made, readable by its owner only, with the first flush. */
  constructor(path: string) {
    this.#path = path;
  }

  /** Offset at which the bytes can be read, at once. There are MAX_SMALL_BYTES at most. */
  append(bytes: Uint8Array): number {
    if (bytes.length > MAX_SMALL_BYTES) throw new RangeError(`${bytes.length} bytes are too many for a small content`);
    if (this.#buffered + bytes.length > FLUSH_BYTES) this.flush();
    this.#buffer.set(bytes, this.#buffered);
    this.#buffered += bytes.length;
    return this.#writtenBytes + this.#buffered - bytes.length;
  }

  /** A copy of what was appended. */
  read(offset: number, lengthBytes: number): Buffer {
    const inBuffer = offset - this.#writtenBytes;
    if (inBuffer >= 0) return Buffer.from(this.#buffer.subarray(inBuffer, inBuffer + lengthBytes));
    const bytes = Buffer.alloc(lengthBytes);
    const read = lengthBytes === 0 ? 0 : readSync(this.#opened(), bytes, 0, lengthBytes, offset);
    if (read < lengthBytes) throw new Error(`${this.#path} ends before byte ${offset + lengthBytes}`);
    return bytes;
  }

  /**
   * Goes on after `sizeBytes` of what an earlier process appended; what it left beyond that is cut off. Throws Error when
   * the file is shorter.
   */
  resume(sizeBytes: number): void {
    if (sizeBytes === 0) {
      rmSync(this.#path, { force: true });
      return;
    }
    const file = openSync(this.#path, 'r+');
    if (fstatSync(file).size < sizeBytes) throw new Error(`${this.#path} ends before byte ${sizeBytes}`);
    ftruncateSync(file, sizeBytes);
    this.#file = file;
    this.#writtenBytes = sizeBytes;
  }

  /** Leaves everything appended with the system: it outlives the process. */
  flush(): void {
    if (this.#buffered === 0) return;
    const file = this.#opened();
    for (let done = 0; done < this.#buffered; ) {
      done += writeSync(file, this.#buffer, done, this.#buffered - done, this.#writtenBytes + done);
    }
    this.#writtenBytes += this.#buffered;
    this.#buffered = 0;
  }

  close(): void {
    if (this.#buffered > 0) this.flush();
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #opened(): number {
    if (this.#file !== undefined) return this.#file;
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.#path, 'wx+', 0o600);
    return this.#file;
  }
}
