import { join } from 'node:path';
import { AwsError } from '../../model/aws-error.js';
import type { DataEventSubject, TrailEvent, TrailSink } from '../../model/trail.js';
import { journalOf } from '../../storage/journal.js';
import { deliveryError } from './bucket-access.js';
import { type DeliveryWorld, LoggingSpell, type SpellPlace } from './logging-spell.js';
import { logFileKey } from './paths.js';
import {
  type DeliveredTrail,
  type DeliveryStatus,
  type SavedDelivery,
  savedDeliverySchema,
  settingsOf,
} from './saved-delivery.js';
import { selectedEvent, selectedSubject, selects } from './selectors.js';
import { Spools } from './spool.js';

/** CloudTrail's own, which are not kept to the second ("about 5 minutes", "every hour"). */
export const DEFAULT_PERIODS = { logFilesMs: 5 * 60_000, digestsMs: 60 * 60_000 } as const;

const MIN_WAIT_MS = 20;
const MAX_WAIT_MS = 60_000;
/** Of one trail, whose bucket takes nothing while it is stopped and started. */
const MAX_SPELLS = 10;

/** What one trail has under delivery: the first spell is delivered to its end before the next begins. */
interface TrailDelivery {
  readonly trail: DeliveredTrail;
  readonly status: DeliveryStatus;
  spells: LoggingSpell[];
  /** Settings of a trail that is gone, and with it all that its bucket does not take now. */
  deletedTrail: DeliveredTrail | undefined;
}

/**
 * Takes events to the buckets of the trails that select them, as log files and digests. Which trails there are, and what
 * they select, is told by the actions of CloudTrail.
 */
export class Deliveries implements TrailSink {
  readonly #world: DeliveryWorld;
  readonly #onDefect: (defect: unknown) => void;
  readonly #spools: Spools;
  /** By a number of their own: a trail that was deleted may have a namesake. */
  readonly #deliveries = new Map<string, TrailDelivery>();
  /** What the journal has put back so far. */
  readonly #restored = new Map<string, SavedDelivery>();
  readonly #changed: (key: string) => void;
  /** The last number that a delivery or a spell was given. */
  #number = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  /** `trailOf` finds a trail by its name, for what the journal puts back. */
  constructor(
    world: DeliveryWorld,
    trailOf: (name: string) => DeliveredTrail | undefined,
    onDefect: (defect: unknown) => void,
  ) {
    this.#world = world;
    this.#onDefect = onDefect;
    const journal = journalOf(world.account);
    this.#spools = new Spools(join(world.account.stateDir, 'trail', 'delivery'), journal);
    this.#changed = journal.keep({
      name: 'cloudtrail/deliveries',
      keys: () => this.#deliveries.keys(),
      save: (key) => savedDelivery(this.#deliveries.get(key)),
      restore: (key, saved) => this.#restored.set(key, savedDeliverySchema.parse(saved)),
      remove: (key) => this.#restored.delete(key),
      restored: () => this.#takeUp(trailOf),
    });
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
    const [key, delivery] = this.#entryOf(trail) ?? [this.#nextNumber(), newDelivery(trail)];
    this.#deliveries.set(key, delivery);
    if (delivery.spells.at(-1)?.isOpen === true) return;
    delivery.spells.push(new LoggingSpell(this.#world, trail, this.#placeOf(key, delivery, this.#nextNumber())));
    if (delivery.spells.length > MAX_SPELLS) delivery.spells.shift()?.discard();
    this.#changed(key);
    this.#schedule();
  }

  /** The trail takes the event of this very call, and no more. */
  stopLogging(trail: DeliveredTrail): void {
    this.#deliveryOf(trail)?.spells.at(-1)?.stop();
    this.#schedule();
  }

  /** As stopLogging, for a trail that is no more. */
  trailDeleted(trail: DeliveredTrail): void {
    const [key, delivery] = this.#entryOf(trail) ?? [];
    if (key !== undefined && delivery !== undefined) {
      delivery.deletedTrail = settingsOf(trail);
      this.#changed(key);
    }
    this.stopLogging(trail);
  }

  /** After the trail's settings were changed. */
  settingsChanged(trail: DeliveredTrail): void {
    this.#deliveryOf(trail)?.spells.at(-1)?.settingsChanged();
    this.#schedule();
  }

  statusOf(trail: DeliveredTrail): DeliveryStatus {
    return this.#deliveryOf(trail)?.status ?? {};
  }

  selectsData(subject: DataEventSubject): boolean {
    for (const { spells } of this.#deliveries.values()) {
      const spell = spells.at(-1);
      if (spell?.isOpen === true && selects(spell.trail, selectedSubject(subject))) return true;
    }
    return false;
  }

  accept(event: TrailEvent, text: string, deliveredFrom: Date): void {
    for (const { spells } of this.#deliveries.values()) {
      const spell = spells.at(-1);
      if (spell?.takes(event) !== true || !selects(spell.trail, selectedEvent(event))) continue;
      spell.add(text, event.eventTime, deliveredFrom.getTime());
    }
  }

  /** Delivers all that is due; one after another, whoever asks. */
  async deliverDue(): Promise<void> {
    this.#running = (this.#running ?? Promise.resolve()).then(() => this.#deliver());
    await this.#running;
  }

  /** What is not delivered stays in the state folder. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#spools.close();
  }

  async #deliver(): Promise<void> {
    for (const [key, delivery] of this.#deliveries) {
      if (this.#closed) return;
      const [spell] = delivery.spells;
      if (spell !== undefined) await this.#run(spell);
      const { status, deletedTrail } = delivery;
      const isRefused = (status.latestDeliveryError ?? status.latestDigestDeliveryError) !== undefined;
      const over = delivery.spells.filter((one) => one.isOver || (deletedTrail !== undefined && isRefused));
      for (const one of over) one.discard();
      delivery.spells = delivery.spells.filter((one) => !over.includes(one));
      if (deletedTrail !== undefined && delivery.spells.length === 0) this.#deliveries.delete(key);
      this.#changed(key);
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
    const due = [...this.#deliveries.values()].flatMap(({ spells }) => spells[0]?.dueAtMs ?? []);
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

  #entryOf(trail: DeliveredTrail): readonly [key: string, delivery: TrailDelivery] | undefined {
    return [...this.#deliveries].find(([, delivery]) => delivery.trail === trail);
  }

  #deliveryOf(trail: DeliveredTrail): TrailDelivery | undefined {
    return this.#entryOf(trail)?.[1];
  }

  #nextNumber(): string {
    this.#number += 1;
    return String(this.#number);
  }

  #placeOf(key: string, { status }: TrailDelivery, id: string): SpellPlace {
    return { id, status, spool: this.#spools.open(id), changed: () => this.#changed(key) };
  }

  #takeUp(trailOf: (name: string) => DeliveredTrail | undefined): void {
    this.#deliveries.clear();
    for (const [key, { trailName, deletedTrail, status, spells }] of this.#restored) {
      const trail = deletedTrail ?? trailOf(trailName);
      if (trail === undefined) continue;
      const delivery: TrailDelivery = { trail, status, deletedTrail, spells: [] };
      delivery.spells = spells.map(
        (saved) => new LoggingSpell(this.#world, trail, this.#placeOf(key, delivery, saved.id), saved),
      );
      this.#deliveries.set(key, delivery);
      this.#number = Math.max(this.#number, Number(key), ...spells.map(({ id }) => Number(id)));
    }
    this.#restored.clear();
    this.#schedule();
  }
}

function newDelivery(trail: DeliveredTrail): TrailDelivery {
  return { trail, status: {}, spells: [], deletedTrail: undefined };
}

function savedDelivery(delivery: TrailDelivery | undefined): SavedDelivery | undefined {
  if (delivery === undefined) return undefined;
  const { trail, deletedTrail, status, spells } = delivery;
  return {
    trailName: trail.name,
    ...(deletedTrail === undefined ? {} : { deletedTrail }),
    status: { ...status },
    spells: spells.map((spell) => spell.saved()),
  };
}
