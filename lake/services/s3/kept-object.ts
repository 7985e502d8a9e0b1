import type { PendingFiles } from '../../storage/pending-files.js';
import type { ObjectRecord } from './object-store.js';

/** An object as the store keeps it: `file` is where its bytes are or will be, `path` the same once they are there. */
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
  readonly file: string;
  readonly #pending: PendingFiles;

  constructor(pending: PendingFiles, facts: ObjectRecord) {
    this.bucket = facts.bucket;
    this.key = facts.key;
    this.sizeBytes = facts.sizeBytes;
    this.etag = facts.etag;
    this.lastModified = facts.lastModified;
    this.contentType = facts.contentType;
    this.metadata = facts.metadata;
    this.systemHeaders = facts.systemHeaders;
    this.encryption = facts.encryption;
    if (facts.checksum !== undefined) this.checksum = facts.checksum;
    this.file = facts.path;
    this.#pending = pending;
  }

  get path(): string {
    return this.#pending.settled(this.file);
  }
}
