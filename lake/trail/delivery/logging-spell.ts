import { gzipSync } from 'node:zlib';
import { DIGEST_SUBJECT, withWrongHash } from '../../faults/wrong-digest.js';
import type { FaultSwitchboard } from '../../model/fault.js';
import type { LakeAccount } from '../../model/lake.js';
import type { ObjectStore } from '../../model/objects.js';
import type { TrailEvent } from '../../model/trail.js';
import { type BucketAccess, deliveryError } from './bucket-access.js';
import {
  type DeliveredDigest,
  type DigestFacts,
  digestText,
  SIGNATURE_ALGORITHM,
  sha256Hex,
  signatureOf,
} from './digest.js';
import { STORED_AS, writeLogFile } from './log-file.js';
import { type DeliveryPlace, digestKey, logFileKey } from './paths.js';
import type { DeliveredTrail, DeliveryStatus, SavedSpell } from './saved-delivery.js';
import type { SigningKeys } from './signing-keys.js';
import type { Spool } from './spool.js';

/** How often files are delivered; CloudTrail's are about 5 minutes and 1 hour. */
export interface DeliveryPeriods {
  readonly logFilesMs: number;
  readonly digestsMs: number;
}

export interface DeliveryWorld {
  readonly account: LakeAccount;
  readonly access: BucketAccess;
  readonly objects: () => ObjectStore;
  readonly keys: SigningKeys;
  readonly periods: DeliveryPeriods;
  readonly faults: FaultSwitchboard;
}

/** A larger file becomes several. */
const FILE_BOUNDS = { events: 10_000, bytes: 16 * 1024 * 1024 } as const;
/** In one go; what is left comes with the next. */
const MAX_FILES_AT_ONCE = 20;
/** A digest that lists more comes early. */
const MAX_DIGEST_FILES = 5_000;

/**
 * Digests that name one another. `closing`: validation was switched off, so that the next digest is the last and lists no
 * file that is delivered from now on. `isLast`: nothing more will be delivered, and the next digest comes at once.
 */
type DigestChain = NonNullable<SavedSpell['chain']>;

/** Where a spell's events are, and who hears that it is another than it was. */
export interface SpellPlace {
  readonly id: string;
  readonly spool: Spool;
  readonly status: DeliveryStatus;
  readonly changed: () => void;
}

/** From StartLogging to the delivery of what StopLogging left behind. */
export class LoggingSpell {
  readonly trail: DeliveredTrail;
  readonly #world: DeliveryWorld;
  readonly #id: string;
  readonly #status: DeliveryStatus;
  readonly #spool: Spool;
  readonly #changed: () => void;
  #nextLogFilesMs: number;
  #chain: DigestChain | undefined;
  #state: 'open' | 'stopping' | 'stopped' = 'open';

  /** Goes on from what was `saved`, or begins now. */
  constructor(world: DeliveryWorld, trail: DeliveredTrail, place: SpellPlace, saved?: SavedSpell) {
    this.#world = world;
    this.trail = trail;
    this.#id = place.id;
    this.#status = place.status;
    this.#spool = place.spool;
    this.#changed = place.changed;
    this.#nextLogFilesMs = saved?.nextLogFilesMs ?? this.#nowMs() + world.periods.logFilesMs;
    if (saved === undefined) {
      this.settingsChanged();
      return;
    }
    this.#state = saved.state;
    this.#chain = saved.chain;
  }

  /** A copy of what it stands at. */
  saved(): SavedSpell {
    const chain = this.#chain === undefined ? {} : { chain: { ...this.#chain, logFiles: [...this.#chain.logFiles] } };
    return { id: this.#id, state: this.#state, nextLogFilesMs: this.#nextLogFilesMs, ...chain };
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Everything is delivered, the last digest as well. */
  get isOver(): boolean {
    return this.#state === 'stopped' && this.#spool.size === 0 && this.#chain === undefined;
  }

  /** When there is something to do next. */
  get dueAtMs(): number {
    return Math.min(this.#nextLogFilesMs, this.#chain?.nextAtMs ?? Number.POSITIVE_INFINITY);
  }

  /**
   * After StopLogging or DeleteTrail: the event of that call is the last that is taken (CloudTrail User Guide, "CloudTrail
   * digest file structure": log files "up to and including the StopLogging event").
   */
  stop(): void {
    if (this.#state !== 'open') return;
    this.#state = 'stopping';
    this.#nextLogFilesMs = this.#nowMs();
    this.#changed();
  }

  takes(event: TrailEvent): boolean {
    if (this.#state === 'open') return true;
    const isOwnEnd = event.eventName === 'StopLogging' || event.eventName === 'DeleteTrail';
    const name = event.requestParameters?.name;
    return this.#state === 'stopping' && isOwnEnd && (name === this.trail.name || name === this.trail.arn);
  }

  add(line: string, eventTime: string, deliverAtMs: number): void {
    this.#spool.add(line, { deliverAtMs, eventTime });
  }

  /**
   * With validation switched on a chain begins, from this time on; switched off, it ends with its next digest (AWS CLI,
   * "validate-logs": the chain "is broken after one hour").
   */
  settingsChanged(): void {
    const { logFileValidationEnabled } = this.trail;
    if (this.#chain !== undefined) this.#chain.closing = !logFileValidationEnabled;
    else if (logFileValidationEnabled && this.#state === 'open') {
      const start = wholeSeconds(this.#nowMs());
      const nextAtMs = start.getTime() + this.#world.periods.digestsMs;
      this.#chain = { start, previous: undefined, logFiles: [], nextAtMs, closing: false, isLast: false };
    }
    this.#changed();
  }

  /** Delivers what is due. Throws what is no matter of the bucket. */
  async run(): Promise<void> {
    if (this.#state === 'stopping') this.#state = 'stopped';
    this.#changed();
    if (this.#nowMs() >= this.#nextLogFilesMs) {
      await this.#deliverLogFiles();
      this.#nextLogFilesMs = this.#nowMs() + this.#world.periods.logFilesMs;
    }
    this.#changed();
    const chain = this.#chain;
    if (chain === undefined) return;
    if (this.#state === 'stopped' && this.#spool.size === 0 && !chain.isLast) {
      chain.isLast = true;
      chain.nextAtMs = this.#nowMs();
      this.#changed();
    }
    if (this.#nowMs() >= chain.nextAtMs || chain.logFiles.length >= MAX_DIGEST_FILES) await this.#deliverDigest(chain);
  }

  /** After a failure that is not the bucket's: not again before the next period. */
  postpone(): void {
    const { periods } = this.#world;
    this.#nextLogFilesMs = this.#nowMs() + periods.logFilesMs;
    if (this.#chain !== undefined) this.#chain.nextAtMs = this.#nowMs() + periods.logFilesMs;
    this.#changed();
  }

  /** Lets go of what was not delivered. */
  discard(): void {
    this.#spool.discard();
  }

  async #deliverLogFiles(): Promise<void> {
    for (let files = 0; files < MAX_FILES_AT_ONCE; files += 1) {
      const now = new Date(this.#nowMs());
      const events = this.#spool.due(now.getTime(), FILE_BOUNDS);
      if (events.length === 0) return;
      const place = { bucket: this.trail.s3BucketName, key: logFileKey(this.#place(), now) };
      const error = deliveryError(this.#world.access, this.trail.arn, place);
      this.#status.latestDeliveryError = error;
      this.#changed();
      // What could not be delivered is tried again with the next files.
      if (error !== undefined) return;
      const file = await writeLogFile(this.#world.objects(), place, this.#spool, events);
      this.#spool.forget(events);
      if (this.#chain?.closing === false) this.#chain.logFiles.push(file);
      this.#status.latestDeliveryTime = now;
      this.#changed();
    }
  }

  async #deliverDigest(chain: DigestChain): Promise<void> {
    const now = wholeSeconds(this.#nowMs());
    this.#changed();
    chain.nextAtMs = now.getTime() + this.#world.periods.digestsMs;
    const latest = Math.max(chain.start.getTime(), this.#status.latestDigestEnd?.getTime() ?? 0);
    if (now.getTime() <= latest) {
      // Its end is its name, to the second.
      chain.nextAtMs = latest + 1_000;
      return;
    }
    const bucket = this.trail.s3BucketName;
    const key = digestKey(this.#place(), { name: this.trail.name, homeRegion: this.#world.account.region }, now);
    const error = deliveryError(this.#world.access, this.trail.arn, { bucket, key });
    this.#status.latestDigestDeliveryError = error;
    if (error !== undefined) return;
    const { start, previous } = chain;
    const isWrong = chain.logFiles.length > 0 && this.#world.faults.strikes('wrong-digest', DIGEST_SUBJECT);
    const logFiles = isWrong ? withWrongHash(chain.logFiles) : chain.logFiles;
    const delivered = await this.#writeDigest({ start, end: now, bucket, key, logFiles, previous });
    this.#status.latestDigestDeliveryTime = new Date(this.#nowMs());
    this.#status.latestDigestEnd = now;
    chain.logFiles = [];
    chain.start = now;
    chain.previous = delivered;
    if (chain.isLast || chain.closing) this.#chain = undefined;
    this.#changed();
  }

  async #writeDigest(facts: Omit<DigestFacts, 'accountId' | 'fingerprint'>): Promise<DeliveredDigest> {
    const signing = await this.#world.keys.current();
    const whole = { ...facts, accountId: this.#world.account.accountId, fingerprint: signing.fingerprint };
    const text = digestText(whole);
    const signature = signatureOf(whole, text, signing.privateKey);
    const { bucket, key, end } = facts;
    await this.#world.objects().put(bucket, key, gzipSync(text), {
      ...STORED_AS,
      metadata: { signature, 'signature-algorithm': SIGNATURE_ALGORITHM },
    });
    return { bucket, key, end, hashValue: sha256Hex(text), signature };
  }

  #place(): DeliveryPlace {
    const { accountId, region } = this.#world.account;
    return { accountId, region, prefix: this.trail.s3KeyPrefix };
  }

  #nowMs(): number {
    return this.#world.account.clock.now().getTime();
  }
}

function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000);
}
