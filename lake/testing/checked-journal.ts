import { deepStrictEqual } from 'node:assert';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '../../core/canonical-json.js';
import { createLake, type LakeOptions } from '../lake.js';
import { FileJournal } from '../storage/file-journal.js';
import type { Collection, Journal } from '../storage/journal.js';
import { toSaved } from '../storage/saved-value.js';

/** Too many to be gone through at each call; they are when the lake is closed. */
const AT_THE_END_ONLY: ReadonlySet<string> = new Set(['cloudtrail/events']);

/** A record as the journal was told of it. */
interface Told {
  readonly text: string;
  readonly value: unknown;
}

/**
 * A journal that goes through every record at each commit: one that is another than the journal was told of was changed
 * behind its back, and would not be kept.
 */
export class CheckedJournal implements Journal {
  readonly #journal: FileJournal;
  readonly #collections: Collection[] = [];
  readonly #told = new Map<string, Map<string, Told>>();
  #marked: (readonly [Collection, string])[] = [];

  constructor(stateDir: string, options: { readonly isNew: boolean } = { isNew: true }) {
    const path = join(stateDir, 'journal.jsonl');
    this.#journal = new FileJournal({ path, isNew: options.isNew, onDefect: raise });
  }

  keep(collection: Collection): (key: string) => void {
    this.#collections.push(collection);
    this.#told.set(collection.name, new Map());
    const changed = this.#journal.keep(collection);
    return (key) => {
      this.#marked.push([collection, key]);
      changed(key);
    };
  }

  beforeCommit(write: () => void): void {
    this.#journal.beforeCommit(write);
  }

  afterCommit(work: () => Promise<void>): Promise<void> {
    return this.#journal.afterCommit(work);
  }

  restore(): void {
    this.#journal.restore();
  }

  commit(): void {
    this.#journal.commit();
    for (const [collection, key] of this.#marked) this.#note(collection, key);
    this.#marked = [];
    for (const collection of this.#collections) if (!AT_THE_END_ONLY.has(collection.name)) this.#glance(collection);
  }

  close(): void {
    this.commit();
    for (const collection of this.#collections) this.#check(collection);
    this.#journal.close();
  }

  /** Every record of every collection, in its order. */
  records(): Readonly<Record<string, readonly (readonly [key: string, text: string])[]>> {
    return Object.fromEntries(this.#collections.map((collection) => [collection.name, recordsOf(collection)]));
  }

  #note(collection: Collection, key: string): void {
    const told = this.#told.get(collection.name);
    const text = textOf(collection, key);
    if (text === undefined) told?.delete(key);
    else told?.set(key, { text, value: structuredClone(collection.save(key)) });
  }

  /** At each commit: what deeply equals its copy would be saved as the same text, and that is three times as fast. */
  #glance(collection: Collection): void {
    const told = this.#told.get(collection.name) ?? new Map<string, Told>();
    const present = [...collection.keys()].flatMap((key) => {
      const value = collection.save(key);
      return value === undefined ? [] : [isDeepStrictEqual(value, told.get(key)?.value)];
    });
    if (present.length !== told.size || present.includes(false)) this.#check(collection);
  }

  #check(collection: Collection): void {
    const told = this.#told.get(collection.name);
    const records = new Map(recordsOf(collection));
    for (const [key, text] of records) {
      if (told?.get(key)?.text === text) continue;
      throw new Error(
        `${key} of ${collection.name} was changed, and the journal not told:\n${told?.get(key)?.text}\n${text}`,
      );
    }
    for (const key of told?.keys() ?? []) {
      if (!records.has(key)) throw new Error(`${key} of ${collection.name} is gone, and the journal was not told`);
    }
  }
}

/** Starts another lake on what the first left, and throws AssertionError where it does not hold the same. */
export function checkRestart(options: LakeOptions, first: CheckedJournal): void {
  const second = new CheckedJournal(options.account.stateDir, { isNew: false });
  const again = createLake({ ...options, account: { ...options.account, journal: second } });
  second.restore();
  const records = second.records();
  again.close();
  deepStrictEqual(records, first.records());
}

function recordsOf(collection: Collection): readonly (readonly [string, string])[] {
  return [...collection.keys()].flatMap((key): readonly (readonly [string, string])[] => {
    const text = textOf(collection, key);
    return text === undefined ? [] : [[key, text]];
  });
}

function textOf(collection: Collection, key: string): string | undefined {
  const value = collection.save(key);
  return value === undefined ? undefined : canonicalJson(toSaved(value));
}

function raise(defect: unknown): never {
  throw defect;
}
