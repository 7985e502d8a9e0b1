import type { Journal } from '../../storage/journal.js';
import { KeptMap, type KeptMapOptions } from '../../storage/kept-map.js';

/**
 * Records of IAM, whose actions change them in place: what is looked up while a call writes counts as changed. Records
 * that it comes upon in another way are named with `changed`.
 */
export class Records<T> extends KeptMap<T> {
  readonly #isWriting: () => boolean;

  constructor(journal: Journal, options: KeptMapOptions<T>, isWriting: () => boolean) {
    super(journal, options);
    this.#isWriting = isWriting;
  }

  override get(key: string): T | undefined {
    const found = super.get(key);
    if (found !== undefined && this.#isWriting()) this.changed(key);
    return found;
  }
}

/** Keeps the spelling of the first writer and finds any other. */
export class NamedRecords<T> {
  readonly #records: Records<T>;

  constructor(records: Records<T>) {
    this.#records = records;
  }

  get(name: string): T | undefined {
    return this.#records.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#records.has(name.toLowerCase());
  }

  set(name: string, value: T): void {
    this.#records.set(name.toLowerCase(), value);
  }

  delete(name: string): void {
    this.#records.delete(name.toLowerCase());
  }

  changed(name: string): void {
    this.#records.changed(name.toLowerCase());
  }

  /** In the order of their names. */
  values(): readonly T[] {
    return [...this.#records].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  }
}
