import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { LakeproofError, messageOf } from '../core/error.js';
import { readEnvironment } from '../helpers/config/environment.js';
import { createDoorClient, type DoorClient } from '../helpers/engine/door-client.js';
import type { TestOutcome } from '../helpers/model/run.js';
import { OutcomeQueue } from './outcome-queue.js';
import { fileOf, selectedTestKeys, testKeyOf, titleOf } from './selection.js';

/** Given by Playwright to every reporter: `list` under `--list`. */
interface ReporterOptions {
  readonly _mode?: string;
}

interface Session {
  readonly door: DoorClient;
  readonly queue: OutcomeQueue;
  readonly rootDir: string;
  /** Selected and not ended yet; what is left in the end did not run. */
  readonly open: Set<TestCase>;
}

/**
 * Tells the engine which tests were selected, what became of them, and that they are over. It fails a run that Playwright
 * would call good although something selected did not run or has no verdict. Under `--list` it does nothing.
 */
export default class LakeproofReporter implements Reporter {
  readonly #listing: boolean;
  #session: Session | undefined;
  #problem: string | undefined;

  constructor(options: ReporterOptions = {}) {
    this.#listing = options._mode === 'list';
  }

  printsToStdio(): boolean {
    return false;
  }

  onBegin(config: FullConfig, suite: Suite): void {
    if (this.#listing) return;
    const { door: address } = readEnvironment();
    if (address === undefined) {
      this.#problem = 'no engine was open, so nothing was recorded';
      return;
    }
    const door = createDoorClient(address);
    const all = suite.allTests();
    const keys = selectedTestKeys(all);
    const selected = new Set(keys);
    const isOurs = (test: TestCase): boolean => {
      const key = testKeyOf(test);
      return key === undefined || !key.startsWith('audit/') || selected.has(key);
    };
    // The request is on its way before any worker is started; Playwright does not wait for this method.
    const begun = door.begin({ tests: keys });
    this.#session = {
      door,
      queue: new OutcomeQueue(door, begun),
      rootDir: config.rootDir,
      open: new Set(all.filter(isOurs)),
    };
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const session = this.#session;
    // With retries (a user's own config may have them) only the last result ends a test.
    if (session === undefined || !session.open.has(test) || result.status === 'skipped') return;
    if (result.status !== test.expectedStatus && result.retry < test.retries) return;
    session.open.delete(test);
    session.queue.add(outcomeOf(test, session.rootDir, kindOf(test, result), result.duration));
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (this.#listing) return undefined;
    const problem = this.#problem ?? (await this.#close(status));
    if (problem === undefined) return undefined;
    process.stderr.write(`lakeproof: ${problem}\n`);
    return { status: status === 'passed' ? 'failed' : status };
  }

  /** What makes this run no good, if anything does. */
  async #close(status: FullResult['status']): Promise<string | undefined> {
    const session = this.#session;
    if (session === undefined) return 'the run ended before it began';
    const { door, queue, rootDir, open } = session;
    const unran = [...open];
    const kind = status === 'interrupted' ? 'interrupted' : 'did-not-run';
    for (const test of unran) queue.add(outcomeOf(test, rootDir, kind, 0));
    try {
      await queue.drain();
      const { unjudged } = await door.end();
      if (unjudged.length > 0) return `${unjudged.length} selected tests have no verdict: ${listed(unjudged)}`;
    } catch (error) {
      return error instanceof LakeproofError ? error.describe() : messageOf(error);
    }
    return unran.length === 0 ? undefined : `${unran.length} selected tests did not run: ${listed(unran.map(titleOf))}`;
  }
}

function outcomeOf(test: TestCase, rootDir: string, outcome: TestOutcome['outcome'], durationMs: number): TestOutcome {
  const testKey = testKeyOf(test);
  return {
    title: titleOf(test),
    file: fileOf(test, rootDir),
    project: test.parent.project()?.name ?? '',
    ...(testKey === undefined ? {} : { testKey }),
    outcome,
    durationMs,
  };
}

/** A test that is expected to fail proves nothing by failing, so `passed` takes more than Playwright's word "expected". */
function kindOf(test: TestCase, { status }: TestResult): TestOutcome['outcome'] {
  if (status === 'interrupted') return 'interrupted';
  if (status !== 'passed' || test.expectedStatus !== 'passed') return 'failed';
  return test.results.every((result) => result.status === 'passed') ? 'passed' : 'flaky';
}

const MAX_LISTED = 5;

function listed(titles: readonly string[]): string {
  const more = titles.length - MAX_LISTED;
  return `${titles.slice(0, MAX_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
