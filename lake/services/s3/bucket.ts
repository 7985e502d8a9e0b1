import type { PolicyDocument } from '../../access/iam/policy-document.js';
import type { KeptObject } from './kept-object.js';
import { KeyIndex } from './key-index.js';

/** A bucket with its objects and what was set on it. */
export interface Bucket {
  readonly name: string;
  readonly createdAt: Date;
  readonly objects: KeyIndex<KeptObject>;
  /** As it was put, and as the evaluator reads it. */
  policy?: { readonly text: string; readonly document: PolicyDocument } | undefined;
  /** By the setting's name; what is stored changes nothing but what its getter answers, public access block apart. */
  readonly settings: Map<string, unknown>;
}

export function newBucket(name: string, createdAt: Date): Bucket {
  return { name, createdAt, objects: new KeyIndex(), settings: new Map() };
}

export function bucketArn(partition: string, bucket: string): string {
  return `arn:${partition}:s3:::${bucket}`;
}

export function objectArn(partition: string, bucket: string, key: string): string {
  return `arn:${partition}:s3:::${bucket}/${key}`;
}
