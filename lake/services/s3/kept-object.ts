import { writeFileSync } from 'node:fs';
import { ownText, sharedText } from '../../model/shared-text.js';
import type { AppendLog } from '../../storage/append-log.js';
import type { ObjectRecord } from './object-store.js';

/** What an object needs of its store. */
export interface Places {
  readonly small: AppendLog;
  /** Path of a file that does not exist yet, in a folder that does. */
  newFile(bucket: string, key: string): string;
  /** The object has a file of its own now. */
  moved(object: KeptObject): void;
}

/** Path of the file that holds an object's bytes, or their offset among the small ones. */
export type Place = string | number;

/** An object as the store keeps it. Small ones get a file of their own when somebody asks for their path. */
export class KeptObject implements ObjectRecord {
  readonly bucket: string;
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly lastModified: Date;
  readonly contentType: string;
  readonly metadata: ObjectRecord['metadata'];
  readonly systemHeaders: ObjectRecord['systemHeaders'];
  readonly encryption: ObjectRecord['encryption'];
  readonly checksum?: NonNullable<ObjectRecord['checksum']>;
  readonly #places: Places;
  #place: Place;

  constructor(places: Places, place: Place, facts: Omit<ObjectRecord, 'path'>) {
    this.bucket = sharedText(facts.bucket);
    this.key = ownText(facts.key);
    this.sizeBytes = facts.sizeBytes;
    this.etag = ownText(facts.etag);
    this.lastModified = facts.lastModified;
    this.contentType = sharedText(facts.contentType);
    this.metadata = facts.metadata;
    this.systemHeaders = facts.systemHeaders;
    this.encryption = facts.encryption;
    if (facts.checksum !== undefined) this.checksum = facts.checksum;
    this.#places = places;
    this.#place = place;
  }

  get place(): Place {
    return this.#place;
  }

  /** The file to remove with the object; undefined when its bytes lie among the small ones. */
  get file(): string | undefined {
    return typeof this.#place === 'string' ? this.#place : undefined;
  }

  /** All of a small object; undefined when it has a file. */
  get smallBytes(): Buffer | undefined {
    return typeof this.#place === 'number' ? this.#places.small.read(this.#place, this.sizeBytes) : undefined;
  }

  get path(): string {
    if (typeof this.#place === 'number') {
      const path = this.#places.newFile(this.bucket, this.key);
      writeFileSync(path, this.#places.small.read(this.#place, this.sizeBytes), { flag: 'wx', mode: 0o600 });
      this.#place = path;
      this.#places.moved(this);
    }
    return this.#place;
  }
}
