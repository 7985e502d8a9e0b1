import { createHash, type Hash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LakeAccount } from '../../model/lake.js';
import type { ObjectStore, StoredObject } from '../../model/objects.js';
import { AppendLog, MAX_SMALL_BYTES } from '../../storage/append-log.js';
import { compositeKey, partsOfKey } from '../../storage/composite-key.js';
import { type Journal, journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import type { Bucket } from './bucket.js';
import { noSuchBucket } from './errors.js';
import { KeptObject, type Place, type Places } from './kept-object.js';
import { writeObjectFile } from './object-file.js';
import { BUCKETS, readObject, savedObject } from './saved.js';
import { SMALL_FILE, sweepObjectFiles } from './sweep.js';

/** The integrity value that was verified at upload and is given back with the object. */
export interface StoredChecksum {
  /** `x-amz-checksum-crc32` and the like. */
  readonly header: string;
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface ObjectRecord extends StoredObject {
  readonly checksum?: StoredChecksum;
  /** Cache-Control, Content-Disposition and the like, by lower-case header name. */
  readonly systemHeaders: Readonly<Record<string, string>>;
  readonly encryption: 'AES256' | 'aws:kms';
}

/** What is known of an object beside its bytes. */
export type ObjectFacts = Pick<ObjectRecord, 'contentType' | 'metadata' | 'systemHeaders' | 'encryption' | 'checksum'>;

export const PLAIN_FACTS: ObjectFacts = {
  contentType: 'binary/octet-stream',
  metadata: {},
  systemHeaders: {},
  encryption: 'AES256',
};

/** Objects as files below the state folder. A file's name is a digest and a number, so that no key can lead elsewhere. */
export class FileObjectStore implements ObjectStore, Places {
  readonly buckets: KeptMap<Bucket>;
  readonly #account: LakeAccount;
  readonly #folder: string;
  /** Those that were made; there are 256 at most. */
  readonly #folders = new Set<string>();
  readonly small: AppendLog;
  readonly #journal: Journal;
  readonly #changed: (key: string) => void;
  #generation = 0;

  constructor(account: LakeAccount) {
    this.#account = account;
    this.#folder = join(account.stateDir, 's3');
    this.small = new AppendLog(join(this.#folder, SMALL_FILE));
    this.#journal = journalOf(account);
    this.#journal.beforeCommit(() => this.small.flush());
    this.buckets = new KeptMap(this.#journal, BUCKETS);
    this.#changed = this.#journal.keep({
      name: 's3/objects',
      keys: () => [...this.#all()].map(({ bucket, key }) => compositeKey(bucket, key)),
      save: (key) => {
        const object = this.#objectAt(key);
        return object === undefined ? undefined : savedObject(object, account.stateDir);
      },
      restore: (_, saved) => {
        const { place, record } = readObject(saved, account.stateDir);
        this.bucket(record.bucket).objects.set(record.key, new KeptObject(this, place, record));
      },
      remove: (name) => {
        const [bucket, key] = partsOfKey(name);
        this.buckets.get(bucket)?.objects.delete(key);
      },
    });
  }

  bucketExists(bucket: string): boolean {
    return this.buckets.has(bucket);
  }

  /** Throws AwsError NoSuchBucket. */
  bucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }

  head(bucket: string, key: string): ObjectRecord | undefined {
    return this.buckets.get(bucket)?.objects.get(key);
  }

  list(bucket: string, prefix: string): readonly ObjectRecord[] {
    const objects = this.buckets.get(bucket)?.objects;
    if (objects === undefined) return [];
    return [...objects.keys(prefix)].flatMap((key) => objects.get(key) ?? []);
  }

  async put(
    bucket: string,
    key: string,
    body: AsyncIterable<Uint8Array> | string | Uint8Array,
    options: Partial<Pick<ObjectFacts, 'contentType' | 'metadata' | 'systemHeaders'>> = {},
  ): Promise<ObjectRecord> {
    this.bucket(bucket);
    const facts = { ...PLAIN_FACTS, ...options };
    const content = typeof body === 'string' ? Buffer.from(body) : body;
    if (content instanceof Uint8Array && content.length <= MAX_SMALL_BYTES) {
      const etag = etagOf(createHash('md5').update(content));
      return this.#keep(bucket, key, this.small.append(content), { sizeBytes: content.length, etag, ...facts });
    }
    const path = this.newFile(bucket, key);
    const { sizeBytes, md5 } = await writeObjectFile(path, content instanceof Uint8Array ? [content] : content);
    return this.#keep(bucket, key, path, { sizeBytes, etag: etagOf(md5), ...facts });
  }

  /** Makes a written file the object's content. The file it replaces is removed; streams that have it open go on. */
  adopt(
    bucket: string,
    key: string,
    { path, ...file }: Pick<ObjectRecord, 'path' | 'sizeBytes' | 'etag'>,
    facts: ObjectFacts,
  ): Promise<ObjectRecord> {
    return this.#keep(bucket, key, path, { ...file, ...facts });
  }

  async #keep(
    bucket: string,
    key: string,
    place: Place,
    facts: ObjectFacts & Pick<ObjectRecord, 'sizeBytes' | 'etag'>,
  ): Promise<ObjectRecord> {
    const objects = this.buckets.get(bucket)?.objects;
    if (objects === undefined) {
      // The bucket went while its object was being written.
      if (typeof place === 'string') await rm(place, { force: true });
      throw noSuchBucket(bucket);
    }
    const before = objects.get(key);
    // S3 tells times in whole seconds.
    const lastModified = new Date(Math.floor(this.#account.clock.now().getTime() / 1_000) * 1_000);
    const record = new KeptObject(this, place, { bucket, key, lastModified, ...facts });
    // The record's own text of the key: with another beside it there would be two.
    objects.set(record.key, record);
    this.#changed(compositeKey(bucket, key));
    if (before?.file !== undefined) await this.removeFile(before.file);
    return record;
  }

  async delete(bucket: string, key: string): Promise<void> {
    const objects = this.buckets.get(bucket)?.objects;
    const record = objects?.get(key);
    if (record === undefined) return;
    objects?.delete(key);
    this.#changed(compositeKey(bucket, key));
    if (record.file !== undefined) await this.removeFile(record.file);
  }

  /** A file that no record names any more, as soon as that is written. */
  removeFile(path: string): Promise<void> {
    return this.#journal.afterCommit(() => rm(path, { force: true }));
  }

  moved({ bucket, key }: KeptObject): void {
    this.#changed(compositeKey(bucket, key));
  }

  /** Of what was taken up again: removes every file that neither an object nor one of `parts` has. */
  takeUp(parts: readonly string[]): void {
    const named = new Set(parts);
    let smallBytes = 0;
    for (const { place, sizeBytes } of this.#all()) {
      if (typeof place === 'string') named.add(place);
      else smallBytes = Math.max(smallBytes, place + sizeBytes);
    }
    this.small.resume(smallBytes);
    this.#generation = sweepObjectFiles(this.#folder, named);
  }

  *#all(): Generator<KeptObject> {
    for (const bucket of this.buckets.values()) yield* bucket.objects.values();
  }

  #objectAt(name: string): KeptObject | undefined {
    const [bucket, key] = partsOfKey(name);
    return this.buckets.get(bucket)?.objects.get(key);
  }

  /** Path of a file that does not exist yet, in a folder that does. */
  newFile(bucket: string, key: string): string {
    const digest = createHash('sha256').update(`${bucket}\0${key}`).digest('hex');
    const folder = join(this.#folder, digest.slice(0, 2));
    if (!this.#folders.has(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#folders.add(folder);
    this.#generation += 1;
    return join(folder, `${digest}.${this.#generation}`);
  }
}

/** In one piece: a text put together of three holds on to them all. */
function etagOf(md5: Hash): string {
  return JSON.stringify(md5.digest('hex'));
}
