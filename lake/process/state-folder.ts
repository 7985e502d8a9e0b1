import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UsageError } from '../../core/error.js';
import { lockState } from './state-lock.js';

/** The journal of a lake that was ready, and of one that is being set up. */
const JOURNAL = 'journal.jsonl';
const JOURNAL_OF_A_START = 'starting.jsonl';

/** Of queries under way, which end with their process. */
const SCRATCH_NAMES: readonly string[] = ['athena-spill', 'athena-writes'];

/** Everything that a lake writes there beside its lock. */
const OWN_NAMES: readonly string[] = [
  ...SCRATCH_NAMES,
  JOURNAL,
  `${JOURNAL}.new`,
  JOURNAL_OF_A_START,
  `${JOURNAL_OF_A_START}.new`,
  'athena-results',
  'aws-config',
  'lake.env',
  's3',
  'studio',
  'trail',
];

export interface StateFolder {
  readonly path: string;
  /**
   * `new`: there is nothing yet. `abandoned`: the same, after an earlier start was ended before its lake was ready.
   * `kept`: a lake is to be taken up again. `temporary`: nothing is kept.
   */
  readonly state: 'new' | 'abandoned' | 'kept' | 'temporary';
  /** Of the lake that is kept, or being set up to be. */
  readonly journalPath: string;
  /** Where the journal goes when the lake is ready: from then on it is taken up again. */
  readonly readyJournalPath: string;
  /** Removes a temporary folder; gives a named one free. */
  release(): void;
}

/**
 * Throws UsageError `LAKE_STATE_NOT_EMPTY` for a folder with something of others in it, `LAKE_STATE_IN_USE` for one that
 * another lake uses.
 */
export function openStateFolder(named: string | undefined): StateFolder {
  if (named === undefined) return temporaryFolder();
  const path = resolve(named);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const found = readdirSync(path).filter((name) => !/^lock(?:\.\d+(?:\.dead)?)?$/.test(name));
  if (found.length > 0 && !found.some(isJournal)) throw notEmpty(path);
  const lock = lockState(path);
  const journals = journalsIn(path);
  const isKept = existsSync(journals.readyJournalPath);
  // What an unfinished start wrote was never part of a lake that anyone was told of.
  for (const name of isKept ? SCRATCH_NAMES : OWN_NAMES) rmSync(join(path, name), { recursive: true, force: true });
  return {
    path,
    state: isKept ? 'kept' : found.length > 0 ? 'abandoned' : 'new',
    journalPath: isKept ? journals.readyJournalPath : journals.journalPath,
    readyJournalPath: journals.readyJournalPath,
    release: () => lock.release(),
  };
}

function temporaryFolder(): StateFolder {
  const path = mkdtempSync(join(tmpdir(), 'lakeproof-lake-'));
  return {
    path,
    state: 'temporary',
    ...journalsIn(path),
    release: () => rmSync(path, { recursive: true, force: true }),
  };
}

function journalsIn(path: string): Pick<StateFolder, 'journalPath' | 'readyJournalPath'> {
  return { journalPath: join(path, JOURNAL_OF_A_START), readyJournalPath: join(path, JOURNAL) };
}

function isJournal(name: string): boolean {
  return [JOURNAL, JOURNAL_OF_A_START, `${JOURNAL_OF_A_START}.new`].includes(name);
}

function notEmpty(path: string): UsageError {
  return new UsageError({
    code: 'LAKE_STATE_NOT_EMPTY',
    message: `${path} is not empty, and what is in it is no lake's state`,
    nextStep: 'name an empty folder, or leave --state out',
  });
}
