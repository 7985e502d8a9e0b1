import { LakeproofError, messageOf } from '../../core/error.js';
import type { Collection, Journal } from './journal.js';
import { changeText, JournalFile, type SavedChange } from './journal-file.js';
import { fromSaved, toSaved } from './saved-value.js';

/** What changes outside a call is written after so long, if no answer has it written before. */
const IDLE_COMMIT_MS = 50;

/** With more than twice as many changes as records, and more than so many, the file is written anew. */
const COMPACT_CHANGES = 10_000;
/** Of one line of it, before its last record. */
const COMPACT_LINE_CHARACTERS = 1024 * 1024;

interface Changed {
  readonly collection: Collection;
  readonly key: string;
}

export interface FileJournalOptions {
  readonly path: string;
  /** False: the file is there, and its records are to be put back. */
  readonly isNew: boolean;
  /** Hears of a commit that failed while nobody waited for it. */
  readonly onDefect: (defect: unknown) => void;
}

/**
 * Keeps collections in one file that is only appended to. A record's change is written with write(2) and not flushed to
 * the disk: the end of the process loses nothing, the end of the machine may.
 */
export class FileJournal implements Journal {
  readonly #options: FileJournalOptions;
  #file: JournalFile;
  readonly #collections = new Map<string, Collection>();
  readonly #before: (() => void)[] = [];
  /** In the order in which they were first marked. */
  #changed = new Map<string, Changed>();
  #after: (() => Promise<void>)[] = [];
  #idle: NodeJS.Timeout | undefined;
  /** In the file, and so many as ask for a look whether it is to be written anew. */
  #changes = 0;
  #compactAtChanges = COMPACT_CHANGES;
  /** Until everything is put back, nothing that a service makes of itself is written. */
  #isRestoring: boolean;

  /** Throws UsageError `LAKE_STATE_VERSION`, and the system's error when the file cannot be opened. */
  constructor(options: FileJournalOptions) {
    this.#options = options;
    this.#isRestoring = !options.isNew;
    this.#file = options.isNew ? newFile(options.path) : JournalFile.open(options.path);
  }

  keep(collection: Collection): (key: string) => void {
    const { name } = collection;
    if (this.#collections.has(name)) throw new Error(`two collections are called ${name}`);
    this.#collections.set(name, collection);
    return (key) => {
      if (this.#isRestoring) return;
      this.#changed.set(`${name}\0${key}`, { collection, key });
      this.#idle ??= setTimeout(() => this.#commitIdle(), IDLE_COMMIT_MS).unref();
    };
  }

  beforeCommit(write: () => void): void {
    this.#before.push(write);
  }

  afterCommit(work: () => Promise<void>): Promise<void> {
    this.#after.push(work);
    return Promise.resolve();
  }

  /**
   * Puts back every record; what the services made of themselves when they were made goes. Throws LakeproofError
   * `LAKE_STATE_DAMAGED`.
   */
  restore(): void {
    if (this.#options.isNew) return;
    for (const collection of this.#collections.values()) {
      for (const key of [...collection.keys()]) collection.remove(key);
    }
    for (const line of this.#file.read()) {
      for (const change of line) this.#putBack(change);
      this.#changes += line.length;
    }
    this.#isRestoring = false;
    for (const collection of this.#collections.values()) collection.restored?.();
    this.#compactIfWorthIt();
  }

  commit(): void {
    clearTimeout(this.#idle);
    this.#idle = undefined;
    if (this.#changed.size > 0) {
      for (const write of this.#before) write();
      this.#file.write([...this.#changed.values()].map(savedChange));
      this.#changes += this.#changed.size;
      this.#changed = new Map();
      this.#compactIfWorthIt();
    }
    const after = this.#after;
    if (after.length === 0) return;
    this.#after = [];
    for (const work of after) work().catch(this.#options.onDefect);
  }

  /** Commits, and gives the file another name. */
  moveTo(path: string): void {
    this.commit();
    this.#file.moveTo(path);
  }

  close(): void {
    this.commit();
    this.#file.close();
  }

  #commitIdle(): void {
    try {
      this.commit();
    } catch (error) {
      this.#options.onDefect(error);
    }
  }

  #putBack([name, key, saved]: SavedChange): void {
    const collection = this.#collections.get(name);
    try {
      if (collection === undefined) throw new Error('this lake keeps no such records');
      if (saved === undefined) collection.remove(key);
      else collection.restore(key, fromSaved(saved));
    } catch (error) {
      throw new LakeproofError({
        code: 'LAKE_STATE_DAMAGED',
        message: `the record ${key} of ${name} could not be put back from ${this.#file.path}: ${messageOf(error)}`,
        likelyCause: 'another version of Lakeproof wrote it',
        nextStep: 'start the lake that wrote it, or name an empty folder with --state',
        cause: error,
      });
    }
  }

  #compactIfWorthIt(): void {
    if (this.#changes <= this.#compactAtChanges) return;
    const records = this.#countRecords();
    this.#compactAtChanges = Math.max(COMPACT_CHANGES, 2 * records);
    if (this.#changes <= this.#compactAtChanges) return;
    try {
      this.#compact();
      this.#changes = records;
    } catch (error) {
      // Nothing is lost but room: the file is as it was, and is tried again when it is twice as large.
      this.#compactAtChanges = 2 * this.#changes;
      this.#options.onDefect(error);
    }
  }

  #countRecords(): number {
    let count = 0;
    for (const collection of this.#collections.values()) count += [...collection.keys()].length;
    return count;
  }

  /** The records as they are, in a file beside the old one that then takes its place. */
  #compact(): void {
    const { path } = this.#file;
    for (const write of this.#before) write();
    const compacted = JournalFile.create(besidePath(path));
    try {
      for (const line of this.#compactLines()) compacted.write(line);
      compacted.moveTo(path);
    } catch (error) {
      compacted.close();
      throw error;
    }
    this.#file.close();
    this.#file = compacted;
  }

  /** All records, in lines that can be held whole. */
  *#compactLines(): Generator<readonly string[]> {
    let line: string[] = [];
    let characters = 0;
    for (const collection of this.#collections.values()) {
      for (const key of collection.keys()) {
        const change = savedChange({ collection, key });
        line.push(change);
        characters += change.length;
        if (characters < COMPACT_LINE_CHARACTERS) continue;
        yield line;
        line = [];
        characters = 0;
      }
    }
    if (line.length > 0) yield line;
  }
}

function savedChange({ collection, key }: Changed): string {
  const value = collection.save(key);
  return changeText(value === undefined ? [collection.name, key] : [collection.name, key, toSaved(value)]);
}

function newFile(path: string): JournalFile {
  const file = JournalFile.create(besidePath(path));
  file.moveTo(path);
  return file;
}

/** What is found there was left by a process that was killed. */
function besidePath(path: string): string {
  return `${path}.new`;
}
