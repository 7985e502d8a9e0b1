import { gzipSync } from 'node:zlib';
import type { LakeAccount } from '../../model/lake.js';
import type { ObjectStore } from '../../model/objects.js';
import type { TrailEvent } from '../../model/trail.js';
import { type BucketAccess, deliveryError } from './bucket-access.js';
import {
  type DeliveredDigest,
  type DeliveredLogFile,
  type DigestFacts,
  digestText,
  SIGNATURE_ALGORITHM,
  sha256Hex,
  signatureOf,
} from './digest.js';
import { STORED_AS, writeLogFile } from './log-file.js';
import { type DeliveryPlace, digestKey, logFileKey } from './paths.js';
import type { TrailSelectors } from './selectors.js';
import type { SigningKeys } from './signing-keys.js';
import { Spool } from './spool.js';

/** A trail as delivery sees it: its settings as they are now. */
export interface DeliveredTrail extends TrailSelectors {
  readonly name: string;
  readonly arn: string;
  readonly s3BucketName: string;
  readonly s3KeyPrefix?: string;
  readonly logFileValidationEnabled: boolean;
}

/** How often files are delivered; CloudTrail's are about 5 minutes and 1 hour. */
export interface DeliveryPeriods {
  readonly logFilesMs: number;
  readonly digestsMs: number;
}

/** What GetTrailStatus tells of deliveries. */
export interface DeliveryStatus {
  latestDeliveryTime?: Date;
  latestDeliveryError?: string | undefined;
  latestDigestDeliveryTime?: Date;
  latestDigestDeliveryError?: string | undefined;
  /** Of all digests of the trail; no two end in the same second. */
  latestDigestEnd?: Date;
}

export interface DeliveryWorld {
  readonly account: LakeAccount;
  readonly access: BucketAccess;
  readonly objects: () => ObjectStore;
  readonly keys: SigningKeys;
  readonly periods: DeliveryPeriods;
}

/** A larger file becomes several. */
const FILE_BOUNDS = { events: 10_000, bytes: 16 * 1024 * 1024 } as const;
/** In one go; what is left comes with the next. */
const MAX_FILES_AT_ONCE = 20;
/** A digest that lists more comes early. */
const MAX_DIGEST_FILES = 5_000;

/** Digests that name one another. */
interface DigestChain {
  start: Date;
  previous: DeliveredDigest | undefined;
  logFiles: DeliveredLogFile[];
  nextAtMs: number;
  /** Validation was switched off: the next digest is the last, and lists no file that is delivered from now on. */
  closing: boolean;
  /** Nothing more will be delivered: the next digest is the last, and comes at once. */
  isLast: boolean;
}

/** From StartLogging to the delivery of what StopLogging left behind. */
export class LoggingSpell {
  readonly trail: DeliveredTrail;
  readonly #world: DeliveryWorld;
  readonly #status: DeliveryStatus;
  readonly #spool: Spool;
  #nextLogFilesMs: number;
  #chain: DigestChain | undefined;
  #state: 'open' | 'stopping' | 'stopped' = 'open';

  constructor(world: DeliveryWorld, trail: DeliveredTrail, status: DeliveryStatus, spoolFolder: string) {
    this.#world = world;
    this.trail = trail;
    this.#status = status;
    this.#spool = new Spool(spoolFolder);
    this.#nextLogFilesMs = this.#nowMs() + world.periods.logFilesMs;
    this.settingsChanged();
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
  }

  /** Delivers what is due. Throws what is no matter of the bucket. */
  async run(): Promise<void> {
    if (this.#state === 'stopping') this.#state = 'stopped';
    if (this.#nowMs() >= this.#nextLogFilesMs) {
      await this.#deliverLogFiles();
      this.#nextLogFilesMs = this.#nowMs() + this.#world.periods.logFilesMs;
    }
    const chain = this.#chain;
    if (chain === undefined) return;
    if (this.#state === 'stopped' && this.#spool.size === 0 && !chain.isLast) {
      chain.isLast = true;
      chain.nextAtMs = this.#nowMs();
    }
    if (this.#nowMs() >= chain.nextAtMs || chain.logFiles.length >= MAX_DIGEST_FILES) await this.#deliverDigest(chain);
  }

  /** After a failure that is not the bucket's: not again before the next period. */
  postpone(): void {
    const { periods } = this.#world;
    this.#nextLogFilesMs = this.#nowMs() + periods.logFilesMs;
    if (this.#chain !== undefined) this.#chain.nextAtMs = this.#nowMs() + periods.logFilesMs;
  }

  /** Lets go of what was not delivered. */
  close(): void {
    this.#spool.close();
  }

  async #deliverLogFiles(): Promise<void> {
    for (let files = 0; files < MAX_FILES_AT_ONCE; files += 1) {
      const now = new Date(this.#nowMs());
      const events = this.#spool.due(now.getTime(), FILE_BOUNDS);
      if (events.length === 0) return;
      const place = { bucket: this.trail.s3BucketName, key: logFileKey(this.#place(), now) };
      const error = deliveryError(this.#world.access, this.trail.arn, place);
      this.#status.latestDeliveryError = error;
      // What could not be delivered is tried again with the next files.
      if (error !== undefined) return;
      const file = await writeLogFile(this.#world.objects(), place, this.#spool, events);
      this.#spool.forget(events);
      if (this.#chain?.closing === false) this.#chain.logFiles.push(file);
      this.#status.latestDeliveryTime = now;
    }
  }

  async #deliverDigest(chain: DigestChain): Promise<void> {
    const now = wholeSeconds(this.#nowMs());
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
    const { start, previous, logFiles } = chain;
    const delivered = await this.#writeDigest({ start, end: now, bucket, key, logFiles, previous });
    this.#status.latestDigestDeliveryTime = new Date(this.#nowMs());
    this.#status.latestDigestEnd = now;
    chain.logFiles = [];
    chain.start = now;
    chain.previous = delivered;
    if (chain.isLast || chain.closing) this.#chain = undefined;
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
