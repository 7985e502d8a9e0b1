/**
 * Records of one kind, by key, as a service holds them in memory and the journal keeps them in the state folder.
 *
 * A service registers each of its collections once, when it is made: `const changed = journalOf(account).keep({…})`, or
 * has a KeptMap do it. From then on it calls `changed(key)` whenever the record of that key is another one, is there or
 * is gone; it says nothing of files. What was changed is written before the next answer leaves the lake.
 */
export interface Collection {
  /** Stands in files, so it is never given another meaning: `glue/tables`. */
  readonly name: string;
  /** Of all records, in their order. */
  keys(): Iterable<string>;
  /** The record as it is now, of JSON, Dates, Maps and Sets; undefined when there is none. */
  save(key: string): unknown;
  /** Puts back what `save` gave, which comes from a file: it is to be parsed. */
  restore(key: string, saved: unknown): void;
  /** The record, if there is one. */
  remove(key: string): void;
  /** When everything is put back; what it changes then is a change. */
  restored?(): void;
}

/** Keeps collections in the state folder, or does nothing at no cost. */
export interface Journal {
  /** Collections are put back in the order in which they were registered. */
  keep(collection: Collection): (key: string) => void;
  /** `write` brings into files what the changed records name; it comes before they are written. */
  beforeCommit(write: () => void): void;
  /**
   * Does what may only be done once the changes up to now are written: a file that an earlier record names must be there
   * until then. Without a journal it is done at once, and awaited.
   */
  afterCommit(work: () => Promise<void>): Promise<void>;
  /** Writes what was changed, if anything. Throws the system's error when that fails; it is tried again the next time. */
  commit(): void;
}

/** Of a lake that keeps nothing. */
export const NO_JOURNAL: Journal = {
  keep: () => () => undefined,
  beforeCommit: () => undefined,
  afterCommit: (work) => work(),
  commit: () => undefined,
};

/** The journal of an account, which may have none. */
export function journalOf(account: { readonly journal?: Journal }): Journal {
  return account.journal ?? NO_JOURNAL;
}
