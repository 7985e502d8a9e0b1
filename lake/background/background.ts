import { randomUUID } from 'node:crypto';
import type { Lake } from '../model/lake.js';
import type { Trail } from '../model/trail.js';
import { FOREIGN_CALLS } from './calls.js';
import { foreignPrincipals } from './principals.js';

export interface BackgroundOptions {
  readonly lake: Lake;
  /** Where the events go: a trail without the faults that are aimed at the lake's own clients. */
  readonly trail: Trail;
  /** Events a second, at most MAX_BACKGROUND_PER_SECOND. */
  readonly perSecond: number;
}

export const MAX_BACKGROUND_PER_SECOND = 1_000;

const TICK_MS = 100;
/** A lake that was held up makes good for no more than this. */
const MAX_BEHIND_MS = 1_000;

/**
 * Leaves events of other principals in the trail, evenly, until it is stopped. Nothing else of the lake changes: they are
 * records of calls that nobody made.
 */
export class Background {
  readonly #options: BackgroundOptions;
  readonly #principals: ReturnType<typeof foreignPrincipals>;
  #made = 0;
  #owedMs = 0;
  #lastMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: BackgroundOptions) {
    this.#options = options;
    this.#principals = foreignPrincipals(options.lake);
  }

  start(): void {
    this.#lastMs = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const nowMs = performance.now();
    this.#owedMs = Math.min(this.#owedMs + nowMs - this.#lastMs, MAX_BEHIND_MS);
    this.#lastMs = nowMs;
    const eachMs = 1_000 / this.#options.perSecond;
    for (; this.#owedMs >= eachMs; this.#owedMs -= eachMs) this.record();
  }

  /** The next event. */
  record(): void {
    const { lake, trail } = this.#options;
    const number = this.#made;
    this.#made += 1;
    const make = FOREIGN_CALLS[number % FOREIGN_CALLS.length];
    // Six principals and seventeen calls: each makes each of them in turn.
    const principal = this.#principals[number % this.#principals.length];
    if (make === undefined || principal === undefined) throw new Error('there is nobody to make a foreign call');
    const { caller, from } = principal;
    const { service, eventName, invokedBy, facts, error } = make({ lake, caller, ...this.#tableOf(number) });
    const source = invokedBy === undefined ? from : { sourceIPAddress: invokedBy, userAgent: invokedBy, invokedBy };
    trail.record({
      exchange: {
        lake,
        service,
        operation: eventName,
        requestId: randomUUID(),
        caller,
        receivedAt: lake.clock.now(),
        ...source,
      },
      eventSource: `${service}.amazonaws.com`,
      eventName,
      facts,
      ...(error === undefined ? {} : { error }),
    });
  }

  /** Others ask for the same tables as the lake's clients do. */
  #tableOf(number: number): { readonly databaseName: string; readonly tableName: string } {
    const { catalogue } = this.#options.lake;
    const databases = catalogue.databases();
    const databaseName = databases[number % Math.max(databases.length, 1)]?.name ?? 'default';
    const tables = catalogue.tables(databaseName);
    return { databaseName, tableName: tables[number % Math.max(tables.length, 1)]?.name ?? 'events' };
  }
}
