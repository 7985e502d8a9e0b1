import { isAbsolute, join, relative } from 'node:path';
import { z } from 'zod';
import { parsePolicy } from '../../access/iam/policy-document.js';
import type { KeptMapOptions } from '../../storage/kept-map.js';
import { texts } from '../../storage/texts.js';
import type { Bucket } from './bucket.js';
import type { KeptObject, Place } from './kept-object.js';
import { KeyIndex } from './key-index.js';
import type { ObjectFacts, ObjectRecord } from './object-store.js';
import type { Upload } from './upload.js';

/** How buckets, objects and uploads stand in the state folder. Files are named from the folder, which may be moved. */

const checksumSchema = z.object({
  header: z.string(),
  value: z.string(),
  type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
});

const facts = {
  contentType: z.string(),
  metadata: texts,
  systemHeaders: texts,
  encryption: z.enum(['AES256', 'aws:kms']),
  checksum: z.exactOptional(checksumSchema),
};

const objectSchema = z.object({
  bucket: z.string(),
  key: z.string(),
  sizeBytes: z.number(),
  etag: z.string(),
  lastModified: z.date(),
  ...facts,
  place: z.union([z.string(), z.number()]),
});

const bucketSchema = z.object({
  name: z.string(),
  createdAt: z.date(),
  policy: z.exactOptional(z.string().transform((text) => ({ text, document: parsePolicy(text, 'resource') }))),
  settings: z.map(z.string(), z.unknown()),
});

const uploadSchema = z.object({
  uploadId: z.string(),
  bucket: z.string(),
  key: z.string(),
  facts: z.object(facts) satisfies z.ZodType<ObjectFacts>,
  checksum: z.exactOptional(checksumSchema.omit({ value: true })),
  initiatedAt: z.date(),
  parts: z.map(
    z.number(),
    z.object({
      partNumber: z.number(),
      path: z.string(),
      sizeBytes: z.number(),
      md5Hex: z.string(),
      checksum: z.exactOptional(z.string()),
      uploadedAt: z.date(),
    }),
  ),
});

/** A bucket's objects are records of their own, and stay with it. */
export const BUCKETS: KeptMapOptions<Bucket> = {
  name: 's3/buckets',
  parse: (saved, before) => ({ ...bucketSchema.parse(saved), objects: before?.objects ?? new KeyIndex() }),
  save: ({ name, createdAt, policy, settings }) => ({ name, createdAt, policy: policy?.text, settings }),
};

export function uploadsIn(folder: string): KeptMapOptions<Upload> {
  return {
    name: 's3/uploads',
    parse: (saved) => {
      const upload = uploadSchema.parse(saved);
      for (const [number, part] of upload.parts) upload.parts.set(number, { ...part, path: join(folder, part.path) });
      return upload;
    },
    save: (upload) => ({
      ...upload,
      parts: new Map(
        [...upload.parts].map(([number, part]) => [number, { ...part, path: relative(folder, part.path) }]),
      ),
    }),
  };
}

export function savedObject(object: KeptObject, folder: string): object {
  const { bucket, key, sizeBytes, etag, lastModified, contentType, metadata, systemHeaders, encryption, checksum } =
    object;
  const { place } = object;
  return {
    bucket,
    key,
    sizeBytes,
    etag,
    lastModified,
    contentType,
    metadata,
    systemHeaders,
    encryption,
    checksum,
    place: typeof place === 'string' ? relative(folder, place) : place,
  };
}

export function readObject(
  saved: unknown,
  folder: string,
): { readonly place: Place; readonly record: Omit<ObjectRecord, 'path'> } {
  const { place, ...record } = objectSchema.parse(saved);
  if (typeof place === 'number') return { place, record };
  if (isAbsolute(place)) throw new Error(`${place} does not lie in the state folder`);
  return { place: join(folder, place), record };
}
