import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LakeproofError } from '../../core/error.js';

/** Contents of more bytes are better off in a file of their own. */
export const MAX_SMALL_BYTES = 8 * 1024;

/** Gathered before they are written: a write for each would be a good part of what a call costs. */
const FLUSH_BYTES = 64 * 1024;

/** Of the two halves of a character outside the plane of 65,536 each takes two. */
const MOST_BYTES_OF_A_CHARACTER = 3;
const NEWLINE = 0x0a;

/**
 * Contents one after the other in one file. Whoever appends keeps the offset; nothing is ever changed or taken out.
 * Results of queries, small objects and events lie in such files: they are a few hundred bytes each, and creating a file
 * for each would cost more than the call.
 */
export class AppendLog {
  readonly #path: string;
  #buffer: Buffer | undefined;
  #buffered = 0;
  /** Bytes in the file. */
  #writtenBytes = 0;
  #file: number | undefined;

  /** The file is made, readable by its owner only, with the first flush. */
  constructor(path: string) {
    this.#path = path;
  }

  get path(): string {
    return this.#path;
  }

  /** Of everything appended. */
  get sizeBytes(): number {
    return this.#writtenBytes + this.#buffered;
  }

  /** Offset at which the bytes can be read, at once. */
  append(bytes: Uint8Array): number {
    const offset = this.sizeBytes;
    if (this.#buffered + bytes.length > FLUSH_BYTES) this.flush();
    if (bytes.length > FLUSH_BYTES) {
      this.#write(bytes);
    } else {
      this.#gathering().set(bytes, this.#buffered);
      this.#buffered += bytes.length;
    }
    return offset;
  }

  /** A line of `head` and `text` in UTF-8: as `append`, without bytes of its own on the way. */
  appendLine(text: string, head = ''): number {
    const longest = (head.length + text.length) * MOST_BYTES_OF_A_CHARACTER + 1;
    if (longest > FLUSH_BYTES) return this.append(Buffer.from(`${head}${text}\n`, 'utf8'));
    if (this.#buffered + longest > FLUSH_BYTES) this.flush();
    const offset = this.sizeBytes;
    const buffer = this.#gathering();
    this.#buffered += buffer.write(head, this.#buffered, 'utf8');
    this.#buffered += buffer.write(text, this.#buffered, 'utf8');
    buffer[this.#buffered] = NEWLINE;
    this.#buffered += 1;
    return offset;
  }

  /** A copy of what was appended, out of one append. */
  read(offset: number, lengthBytes: number): Buffer {
    const inBuffer = offset - this.#writtenBytes;
    if (inBuffer >= 0 && this.#buffer !== undefined) {
      return Buffer.from(this.#buffer.subarray(inBuffer, inBuffer + lengthBytes));
    }
    const bytes = Buffer.alloc(lengthBytes);
    const read = lengthBytes === 0 ? 0 : readSync(this.#opened(), bytes, 0, lengthBytes, offset);
    if (read < lengthBytes) throw isShorter(this.#path, offset + lengthBytes);
    return bytes;
  }

  /**
   * Goes on after `sizeBytes` of what an earlier process appended; what it left beyond that was never part of an answer,
   * and is cut off. Throws LakeproofError `LAKE_STATE_DAMAGED` when the file is shorter.
   */
  resume(sizeBytes: number): void {
    this.close();
    this.#writtenBytes = sizeBytes;
    if (sizeBytes === 0) {
      rmSync(this.#path, { force: true });
      return;
    }
    const file = this.#openedAgain(sizeBytes);
    this.#file = file;
    if (fstatSync(file).size < sizeBytes) throw isShorter(this.#path, sizeBytes);
    ftruncateSync(file, sizeBytes);
  }

  /** Leaves everything appended with the system: it outlives the process. */
  flush(): void {
    if (this.#buffered === 0 || this.#buffer === undefined) return;
    this.#write(this.#buffer.subarray(0, this.#buffered));
    this.#buffered = 0;
  }

  close(): void {
    this.flush();
    this.#buffer = undefined;
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #gathering(): Buffer {
    this.#buffer ??= Buffer.allocUnsafeSlow(FLUSH_BYTES);
    return this.#buffer;
  }

  #write(bytes: Uint8Array): void {
    const file = this.#opened();
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(file, bytes, done, bytes.length - done, this.#writtenBytes + done);
    }
    this.#writtenBytes += bytes.length;
  }

  #opened(): number {
    if (this.#file !== undefined) return this.#file;
    // After `close` it is there, and goes on.
    if (this.#writtenBytes === 0) mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    this.#file = openSync(this.#path, this.#writtenBytes === 0 ? 'wx+' : 'r+', 0o600);
    return this.#file;
  }

  #openedAgain(sizeBytes: number): number {
    try {
      return openSync(this.#path, 'r+');
    } catch (error) {
      throw isShorter(this.#path, sizeBytes, error);
    }
  }
}

function isShorter(path: string, sizeBytes: number, cause?: unknown): LakeproofError {
  return new LakeproofError({
    code: 'LAKE_STATE_DAMAGED',
    message: `${path} ends before byte ${sizeBytes}, and the journal names contents up to there`,
    likelyCause: 'something else wrote to the file, or the disk lost a part of it',
    nextStep: 'name another folder with --state; what this one holds can no longer be trusted',
    ...(cause === undefined ? {} : { cause }),
  });
}
