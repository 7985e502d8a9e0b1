import { join } from 'node:path';
import { AwsError } from '../../model/aws-error.js';
import type { DataEventSubject, TrailEvent, TrailSink } from '../../model/trail.js';
import { deliveryError } from './bucket-access.js';
import { type DeliveredTrail, type DeliveryStatus, type DeliveryWorld, LoggingSpell } from './logging-spell.js';
import { logFileKey } from './paths.js';
import { selectedEvent, selectedSubject, selects } from './selectors.js';

/** CloudTrail's own, which are not kept to the second ("about 5 minutes", "every hour"). */
export const DEFAULT_PERIODS = { logFilesMs: 5 * 60_000, digestsMs: 60 * 60_000 } as const;

const MIN_WAIT_MS = 20;
const MAX_WAIT_MS = 60_000;
/** Of one trail, whose bucket takes nothing while it is stopped and started. */
const MAX_SPELLS = 10;

/** What one trail has under delivery: the first spell is delivered to its end before the next begins. */
interface TrailDelivery {
  readonly status: DeliveryStatus;
  spells: LoggingSpell[];
  /** The trail is gone, and so is all that its bucket does not take now. */
  isDeleted: boolean;
}

/**
 * Takes events to the buckets of the trails that select them, as log files and digests. Which trails there are, and what
 * they select, is told by the actions of CloudTrail.
 */
export class Deliveries implements TrailSink {
  readonly #world: DeliveryWorld;
  readonly #onDefect: (defect: unknown) => void;
  readonly #trails = new Map<DeliveredTrail, TrailDelivery>();
  #spellNumber = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(world: DeliveryWorld, onDefect: (defect: unknown) => void) {
    this.#world = world;
    this.#onDefect = onDefect;
  }

  /** Throws AwsError `InsufficientS3BucketPolicyException` unless CloudTrail may deliver the trail's files. */
  checkBucket(trail: Pick<DeliveredTrail, 'arn' | 's3BucketName' | 's3KeyPrefix'>): void {
    const { account, access } = this.#world;
    const { accountId, region, clock } = account;
    const bucket = trail.s3BucketName;
    const key = logFileKey({ accountId, region, prefix: trail.s3KeyPrefix }, clock.now());
    if (deliveryError(access, trail.arn, { bucket, key }) === undefined) return;
    throw new AwsError(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
    );
  }

  /** The trail logs from now on. */
  startLogging(trail: DeliveredTrail): void {
    const delivery = this.#trails.get(trail) ?? { status: {}, spells: [], isDeleted: false };
    this.#trails.set(trail, delivery);
    if (delivery.spells.at(-1)?.isOpen === true) return;
    this.#spellNumber += 1;
    const folder = join(this.#world.account.stateDir, 'trail', 'delivery', String(this.#spellNumber));
    delivery.spells.push(new LoggingSpell(this.#world, trail, delivery.status, folder));
    if (delivery.spells.length > MAX_SPELLS) delivery.spells.shift()?.close();
    this.#schedule();
  }

  /** The trail takes the event of this very call, and no more. */
  stopLogging(trail: DeliveredTrail): void {
    this.#trails.get(trail)?.spells.at(-1)?.stop();
    this.#schedule();
  }

  /** As stopLogging, for a trail that is no more. */
  trailDeleted(trail: DeliveredTrail): void {
    const delivery = this.#trails.get(trail);
    if (delivery !== undefined) delivery.isDeleted = true;
    this.stopLogging(trail);
  }

  /** After the trail's settings were changed. */
  settingsChanged(trail: DeliveredTrail): void {
    this.#trails.get(trail)?.spells.at(-1)?.settingsChanged();
    this.#schedule();
  }

  statusOf(trail: DeliveredTrail): DeliveryStatus {
    return this.#trails.get(trail)?.status ?? {};
  }

  selectsData(subject: DataEventSubject): boolean {
    for (const { spells } of this.#trails.values()) {
      const spell = spells.at(-1);
      if (spell?.isOpen === true && selects(spell.trail, selectedSubject(subject))) return true;
    }
    return false;
  }

  accept(event: TrailEvent, deliveredFrom: Date): void {
    let line: string | undefined;
    for (const { spells } of this.#trails.values()) {
      const spell = spells.at(-1);
      if (spell?.takes(event) !== true || !selects(spell.trail, selectedEvent(event))) continue;
      line ??= JSON.stringify(event);
      spell.add(line, event.eventTime, deliveredFrom.getTime());
    }
  }

  /** Delivers all that is due; one after another, whoever asks. */
  async deliverDue(): Promise<void> {
    this.#running = (this.#running ?? Promise.resolve()).then(() => this.#deliver());
    await this.#running;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { spells } of this.#trails.values()) for (const spell of spells) spell.close();
    this.#trails.clear();
  }

  async #deliver(): Promise<void> {
    for (const [trail, delivery] of this.#trails) {
      if (this.#closed) return;
      const [spell] = delivery.spells;
      if (spell !== undefined) await this.#run(spell);
      const { status, isDeleted } = delivery;
      const isRefused = (status.latestDeliveryError ?? status.latestDigestDeliveryError) !== undefined;
      const over = delivery.spells.filter((one) => one.isOver || (isDeleted && isRefused));
      for (const one of over) one.close();
      delivery.spells = delivery.spells.filter((one) => !over.includes(one));
      if (isDeleted && delivery.spells.length === 0) this.#trails.delete(trail);
    }
  }

  async #run(spell: LoggingSpell): Promise<void> {
    try {
      await spell.run();
    } catch (defect) {
      // A lake that ends has closed the files below a delivery.
      if (this.#closed) return;
      this.#onDefect(defect);
      spell.postpone();
    }
  }

  #schedule(): void {
    if (this.#closed) return;
    const nowMs = this.#world.account.clock.now().getTime();
    const due = [...this.#trails.values()].flatMap(({ spells }) => spells[0]?.dueAtMs ?? []);
    if (due.length === 0) return;
    const waitMs = Math.min(Math.max(Math.min(...due) - nowMs, MIN_WAIT_MS), MAX_WAIT_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.deliverDue().then(
        () => this.#schedule(),
        (defect: unknown) => this.#onDefect(defect),
      );
    }, waitMs).unref();
  }
}
