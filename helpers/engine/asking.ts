import pLimit, { type LimitFunction } from 'p-limit';
import type { Clock } from '../../core/clock.js';
import { LakeproofError } from '../../core/error.js';
import type { AwsAccess } from '../aws/access.js';
import { stopQuery } from '../aws/athena.js';
import type { ProfileSession } from '../aws/identity.js';
import type { Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { Settings } from '../model/settings.js';
import { askProbe } from './ask-probe.js';
import { Breaker } from './breaker.js';
import { QueryWatch } from './query-watch.js';
import { StartGate } from './start-gate.js';

export interface AskingOptions {
  readonly access: AwsAccess;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly runId: string;
  readonly limits: Settings['limits'];
  readonly poll: { readonly firstMs: number; readonly maxMs: number };
  /** The session of a profile; made at most once. */
  readonly sessionOf: (profile: string) => Promise<ProfileSession>;
  /** Query id of an earlier asking in the same run. */
  readonly earlierQuery: (probeId: string) => string | undefined;
  readonly onObservation: (observation: Observation) => Promise<void>;
  /** The probe is answered, or will not be asked: nothing more comes. */
  readonly onDone: (probe: Probe) => void;
}

interface Speaker {
  readonly session: ProfileSession;
  readonly watch: QueryWatch;
}

/**
 * Asks probes concurrently within the limits, each at most once. A probe whose profile could not be had is not asked,
 * nor is any once the target is gone or the run is over: these stay without observation.
 */
export class Asking {
  readonly breaker = new Breaker();
  readonly #options: AskingOptions;
  readonly #limit: LimitFunction;
  readonly #gate: StartGate;
  readonly #asked = new Map<string, Promise<void>>();
  readonly #speakers = new Map<string, Promise<Speaker | undefined>>();
  readonly #running = new Map<string, Speaker>();

  constructor(options: AskingOptions) {
    this.#options = options;
    this.#limit = pLimit(options.limits.activeQueries);
    this.#gate = new StartGate(options.clock, options.limits.startsPerSecond);
  }

  /** Resolves when all of them are done with. Rejects only for errors of our own, or when the record cannot be kept. */
  async ask(probes: readonly Probe[]): Promise<void> {
    await Promise.all(
      probes.map((probe) => {
        const known = this.#asked.get(probe.probeId);
        if (known !== undefined) return known;
        const asking = this.#askOne(probe);
        this.#asked.set(probe.probeId, asking);
        return asking;
      }),
    );
  }

  isAsked(probeId: string): boolean {
    return this.#asked.has(probeId);
  }

  /** Queries that still run are stopped, each tried once: nobody will read their answers. */
  async stopRunning(): Promise<void> {
    const { access } = this.#options;
    await Promise.all(
      [...this.#running].map(async ([queryExecutionId, { session }]) => {
        if (session.clients === undefined) return;
        try {
          await stopQuery(access, session.clients, queryExecutionId);
        } catch (error) {
          // It may have ended, or the target may be gone; Athena's own time-out ends it then.
          if (!(error instanceof LakeproofError)) throw error;
        }
      }),
    );
  }

  async #askOne(probe: Probe): Promise<void> {
    const { signal, onDone } = this.#options;
    const speaker = await this.#speakerOf(probe.profile);
    try {
      if (speaker === undefined) return;
      await this.#limit(async () => {
        if (signal.aborted || this.breaker.isOpen) return;
        await this.#put(probe, speaker);
      });
    } finally {
      onDone(probe);
    }
  }

  async #put(probe: Probe, speaker: Speaker): Promise<void> {
    const { access, clock, signal, runId, earlierQuery, onObservation } = this.#options;
    const { session, watch } = speaker;
    if (session.clients === undefined) return;
    const after = earlierQuery(probe.probeId);
    try {
      const observation = await askProbe(probe, {
        access,
        clock,
        signal,
        gate: this.#gate,
        watch,
        clients: session.clients,
        session,
        runId,
        ...(after === undefined ? {} : { after }),
        onQuery: (event, id) => {
          if (event === 'started') this.#running.set(id, speaker);
          else this.#running.delete(id);
        },
      });
      this.breaker.note(observation);
      await onObservation(observation);
    } catch (error) {
      // The run is over: what was under way has no answer, and says so by having no observation.
      if (!signal.aborted) throw error;
    }
  }

  #speakerOf(profile: string): Promise<Speaker | undefined> {
    const known = this.#speakers.get(profile);
    if (known !== undefined) return known;
    const made = this.#speaker(profile);
    this.#speakers.set(profile, made);
    return made;
  }

  async #speaker(profile: string): Promise<Speaker | undefined> {
    const { access, clock, signal, limits, poll, sessionOf } = this.#options;
    const session = await sessionOf(profile);
    if (session.clients === undefined) return undefined;
    const watch = new QueryWatch({
      access,
      clients: session.clients,
      clock,
      signal,
      queryDeadlineMs: limits.queryDeadlineMs,
      pollFirstMs: poll.firstMs,
      pollMaxMs: poll.maxMs,
    });
    return { session, watch };
  }
}
