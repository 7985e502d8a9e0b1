import type { ObjectFacts, StoredChecksum } from './object-store.js';

/** One uploaded part. */
export interface UploadedPart {
  readonly partNumber: number;
  readonly path: string;
  readonly sizeBytes: number;
  readonly md5Hex: string;
  /** Base64, of the upload's algorithm. */
  readonly checksum?: string;
  readonly uploadedAt: Date;
}

/** A multipart upload in progress. */
export interface Upload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly facts: ObjectFacts;
  /** Header name of the checksum that parts carry, and whether the object's covers the parts' or all bytes. */
  readonly checksum?: Pick<StoredChecksum, 'header' | 'type'>;
  readonly initiatedAt: Date;
  readonly parts: Map<number, UploadedPart>;
}
