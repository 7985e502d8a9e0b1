import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import type { AuditEvent, AuditSweep } from '../model/audit.js';
import { auditEventOf } from './event.js';
import type { Lookup, LookupRequest } from './lookup.js';

/** At 50 events a page: 100,000 events. A window with more is not read to its end, and the sweep says so. */
const MAX_PAGES = 2_000;

export interface SweeperOptions {
  readonly lookup: Lookup;
  readonly clock: Clock;
  /** Least time between two requests: the account shares two a second among all its callers. */
  readonly lookupIntervalMs: number;
  readonly signal?: AbortSignal;
  readonly maxPages?: number;
}

export interface SweepResult {
  readonly sweep: AuditSweep;
  /** Without duplicates: CloudTrail may deliver an event more than once under one eventID. */
  readonly events: readonly AuditEvent[];
}

/** The one reader of event history: one request at a time, at a polite distance, for all probes of a run together. */
export class Sweeper {
  readonly #options: SweeperOptions;
  #nextRequestMs = 0;

  constructor(options: SweeperOptions) {
    this.#options = options;
  }

  /**
   * Reads one window to its end. `keep` decides what of it is ours: events of others are dropped as they come. Faults
   * do not throw; they make the sweep incomplete, and an incomplete sweep proves no absence. Throws when aborted.
   */
  async sweep(request: Omit<LookupRequest, 'token'>, keep: (event: AuditEvent) => boolean): Promise<SweepResult> {
    const { clock, lookup, signal, maxPages = MAX_PAGES } = this.#options;
    const startedAt = clock.now().toISOString();
    const events = new Map<string, AuditEvent>();
    let pages = 0;
    let malformed = 0;
    let token: string | undefined;
    let fault: string | undefined;
    do {
      if (pages >= maxPages) {
        fault = `more than ${maxPages} pages`;
        break;
      }
      await this.#pace();
      try {
        const page = await lookup(token === undefined ? request : { ...request, token });
        pages += 1;
        token = page.next;
        for (const received of page.events) {
          const event = auditEventOf(received);
          if (event === undefined) malformed += 1;
          else if (keep(event)) events.set(event.eventID, event);
        }
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof LakeproofError)) throw error;
        fault = error.message;
        break;
      }
    } while (token !== undefined);
    if (malformed > 0) fault ??= `${malformed} event(s) that are no CloudTrail records`;
    return {
      sweep: {
        startedAt,
        endedAt: clock.now().toISOString(),
        startTime: request.startTime.toISOString(),
        endTime: request.endTime.toISOString(),
        pages,
        complete: fault === undefined,
        ...(fault === undefined ? {} : { fault }),
      },
      events: [...events.values()],
    };
  }

  async #pace(): Promise<void> {
    const { clock, lookupIntervalMs, signal } = this.#options;
    const waitMs = this.#nextRequestMs - clock.now().getTime();
    if (waitMs > 0) await clock.sleep(waitMs, signal);
    this.#nextRequestMs = clock.now().getTime() + lookupIntervalMs;
  }
}
