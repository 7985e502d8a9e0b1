import type { Journal } from './journal.js';

export interface KeptMapOptions<V> {
  /** Of the collection: `cloudtrail/trails`. */
  readonly name: string;
  /** Reads a record that comes from a file, in the place of another of its key or of none; throws when it is none. */
  readonly parse: (saved: unknown, before: V | undefined) => V;
  /** What is kept of a record, where that is not the record itself. */
  readonly save?: (value: V) => unknown;
  /** When everything of every collection is put back. */
  readonly restored?: () => void;
  /** Hears of each change, but not of what is put back. */
  readonly onChange?: () => void;
}

/** A Map whose entries the journal keeps. Whoever changes a record in place says so with `changed`. */
export class KeptMap<V> extends Map<string, V> {
  readonly #changed: (key: string) => void;

  constructor(journal: Journal, { name, parse, save, restored, onChange }: KeptMapOptions<V>) {
    super();
    const changed = journal.keep({
      name,
      keys: () => this.keys(),
      save: (key) => {
        const value = super.get(key);
        return value === undefined || save === undefined ? value : save(value);
      },
      restore: (key, saved) => super.set(key, parse(saved, super.get(key))),
      remove: (key) => super.delete(key),
      ...(restored === undefined ? {} : { restored }),
    });
    this.#changed =
      onChange === undefined
        ? changed
        : (key) => {
            changed(key);
            onChange();
          };
  }

  override set(key: string, value: V): this {
    super.set(key, value);
    this.#changed(key);
    return this;
  }

  override delete(key: string): boolean {
    const wasThere = super.delete(key);
    if (wasThere) this.#changed(key);
    return wasThere;
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }

  /** The record of this key was changed in place. */
  changed(key: string): void {
    this.#changed(key);
  }
}
