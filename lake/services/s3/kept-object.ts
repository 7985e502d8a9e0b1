import { writeFileSync } from 'node:fs';
import { ownText } from '../../model/shared-text.js';
import { SharedValues } from '../../model/shared-values.js';
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

/** What an object has in common with many others. */
type ObjectKind = Pick<ObjectRecord, 'bucket' | 'contentType' | 'metadata' | 'systemHeaders' | 'encryption'>;

const KINDS = new SharedValues<ObjectKind>();

/** An object as the store keeps it. Small ones get a file of their own when somebody asks for their path. */
export class KeptObject implements ObjectRecord {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly checksum?: NonNullable<ObjectRecord['checksum']>;
  readonly #kind: ObjectKind;
  /** In seconds, as S3 tells it: a small number takes no memory of its own. */
  readonly #modifiedAtSeconds: number;
  readonly #places: Places;
  #place: Place;

  /** `lastModified` is in whole seconds. */
  constructor(places: Places, place: Place, facts: Omit<ObjectRecord, 'path'>) {
    const { bucket, contentType, metadata, systemHeaders, encryption } = facts;
    this.key = ownText(facts.key);
    this.sizeBytes = facts.sizeBytes;
    this.etag = ownText(facts.etag);
    if (facts.checksum !== undefined) this.checksum = facts.checksum;
    this.#kind = KINDS.of({ bucket, contentType, metadata, systemHeaders, encryption });
    this.#modifiedAtSeconds = facts.lastModified.getTime() / 1_000;
    this.#places = places;
    this.#place = place;
  }

  get bucket(): string {
    return this.#kind.bucket;
  }

  get lastModified(): Date {
    return new Date(this.#modifiedAtSeconds * 1_000);
  }

  get contentType(): string {
    return this.#kind.contentType;
  }

  get metadata(): ObjectRecord['metadata'] {
    return this.#kind.metadata;
  }

  get systemHeaders(): ObjectRecord['systemHeaders'] {
    return this.#kind.systemHeaders;
  }

  get encryption(): ObjectRecord['encryption'] {
    return this.#kind.encryption;
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
