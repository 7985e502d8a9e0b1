import { closeSync, fstatSync, ftruncateSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { LakeproofError, UsageError } from '../../core/error.js';

/** Of the files in a state folder. Another version is not read. */
export const STATE_FORMAT_VERSION = 2;

const READ_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;
/** Hexadecimal digits of a line's checksum, and the space after them. */
const CHECKSUM_BYTES = 9;

/** A record that is another one, or without a value is gone. */
export type SavedChange = readonly [collection: string, key: string, saved?: unknown];

const headerSchema = z.object({ lakeproofState: z.number() });
/** By hand: there are as many lines as there were calls, and each is looked at before the lake may start. */
const changesSchema = z.custom<readonly SavedChange[]>((value) => Array.isArray(value) && value.every(isChange));

interface Line {
  /** Without its end; undefined when it has none. */
  readonly bytes: Buffer | undefined;
  readonly offset: number;
  readonly nextOffset: number;
}

/**
 * Lines of changes, each with a checksum, each all that was written at once: a line that was cut off by the end of its
 * process is not read, and so none of its changes is there. Readable by its owner only.
 */
export class JournalFile {
  readonly #file: number;
  #path: string;
  /** Where the next line goes. */
  #sizeBytes = 0;

  private constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  /** Under another name, until `moveTo` gives it its own: so there is none without a beginning. */
  static create(path: string): JournalFile {
    const journal = new JournalFile(path, openSync(path, 'w', 0o600));
    journal.#append(`${JSON.stringify({ lakeproofState: STATE_FORMAT_VERSION })}\n`);
    return journal;
  }

  /** Throws UsageError `LAKE_STATE_VERSION` for the file of another version. */
  static open(path: string): JournalFile {
    const journal = new JournalFile(path, openSync(path, 'r+'));
    const [header] = journal.#lines(0);
    journal.#sizeBytes = header?.nextOffset ?? 0;
    const version = versionOf(header?.bytes);
    if (version !== STATE_FORMAT_VERSION) {
      closeSync(journal.#file);
      throw otherVersion(path, version);
    }
    return journal;
  }

  get path(): string {
    return this.#path;
  }

  /**
   * The lines that were written, oldest first; what a killed process left of its last one is cut off. Throws
   * LakeproofError `LAKE_STATE_DAMAGED` for a broken line with others after it.
   */
  *read(): Generator<readonly SavedChange[]> {
    let broken: number | undefined;
    for (const { bytes, offset, nextOffset } of this.#lines(this.#sizeBytes)) {
      if (broken !== undefined) throw damaged(this.#path, broken);
      const changes = bytes === undefined ? undefined : changesOf(bytes);
      if (changes === undefined) {
        broken = offset;
        continue;
      }
      this.#sizeBytes = nextOffset;
      yield changes;
    }
    ftruncateSync(this.#file, this.#sizeBytes);
  }

  /** Changes as `changeText` gives them. Throws the system's error; nothing of the line counts then. */
  write(changes: readonly string[]): void {
    const text = `[${changes.join(',')}]`;
    this.#append(`${checksumOf(text)} ${text}\n`);
  }

  /** Takes the place of another file. */
  moveTo(path: string): void {
    renameSync(this.#path, path);
    this.#path = path;
  }

  close(): void {
    closeSync(this.#file);
  }

  #append(line: string): void {
    const bytes = Buffer.from(line, 'utf8');
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(this.#file, bytes, written, bytes.length - written, this.#sizeBytes + written);
    }
    this.#sizeBytes += bytes.length;
  }

  /** Lines from `start` on, read piece by piece; the bytes of one are there until the next. A last one may lack its end. */
  *#lines(start: number): Generator<Line> {
    const sizeBytes = fstatSync(this.#file).size;
    const piece = Buffer.allocUnsafe(READ_BYTES);
    let rest: Buffer[] = [];
    let offset = start;
    for (let at = start; at < sizeBytes; ) {
      const read = readSync(this.#file, piece, 0, READ_BYTES, at);
      if (read === 0) break;
      let from = 0;
      for (let end = piece.indexOf(NEWLINE); end !== -1 && end < read; end = piece.indexOf(NEWLINE, from)) {
        const part = piece.subarray(from, end);
        const nextOffset = at + end + 1;
        yield { bytes: rest.length === 0 ? part : Buffer.concat([...rest, part]), offset, nextOffset };
        rest = [];
        offset = nextOffset;
        from = end + 1;
      }
      if (from < read) rest.push(Buffer.from(piece.subarray(from, read)));
      at += read;
    }
    if (rest.length > 0) yield { bytes: undefined, offset, nextOffset: sizeBytes };
  }
}

/** A change as it stands in a line. */
export function changeText([collection, key, saved]: SavedChange): string {
  return JSON.stringify(saved === undefined ? [collection, key] : [collection, key, saved]);
}

function checksumOf(text: string | Buffer): string {
  return crc32(text)
    .toString(16)
    .padStart(CHECKSUM_BYTES - 1, '0');
}

function changesOf(line: Buffer): readonly SavedChange[] | undefined {
  const content = line.subarray(CHECKSUM_BYTES);
  if (line.toString('latin1', 0, CHECKSUM_BYTES) !== `${checksumOf(content)} `) return undefined;
  return changesSchema.parse(JSON.parse(content.toString('utf8')));
}

function isChange(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    (value.length === 2 || value.length === 3) &&
    typeof value[0] === 'string' &&
    typeof value[1] === 'string'
  );
}

function versionOf(header: Buffer | undefined): number | undefined {
  try {
    return headerSchema.parse(JSON.parse(header?.toString('utf8') ?? '')).lakeproofState;
  } catch {
    return undefined;
  }
}

function otherVersion(path: string, version: number | undefined): UsageError {
  return new UsageError({
    code: 'LAKE_STATE_VERSION',
    message:
      version === undefined
        ? `${path} does not say which version of the state it is`
        : `${path} is state of version ${version}, and this lake reads version ${STATE_FORMAT_VERSION}`,
    likelyCause: 'another version of Lakeproof wrote it',
    nextStep: 'start the lake that wrote it, or name an empty folder with --state',
  });
}

function damaged(path: string, offset: number): LakeproofError {
  return new LakeproofError({
    code: 'LAKE_STATE_DAMAGED',
    message: `${path} has a line at byte ${offset} that is not as it was written, and others after it`,
    likelyCause: 'something else wrote to the file, or the disk lost a part of it',
    nextStep: 'name another folder with --state; what this one holds can no longer be trusted',
  });
}
