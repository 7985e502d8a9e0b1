import { createHash, type KeyObject, sign } from 'node:crypto';

/** A log file as the digest of its hour lists it. */
export interface DeliveredLogFile {
  readonly bucket: string;
  readonly key: string;
  /** SHA-256 of the content before compression, hex. */
  readonly hashValue: string;
  readonly oldestEventTime: string;
  readonly newestEventTime: string;
}

/** What the next digest of a chain says of the one before. */
export interface DeliveredDigest {
  readonly bucket: string;
  readonly key: string;
  readonly end: Date;
  /** SHA-256 of the content before compression, hex. */
  readonly hashValue: string;
  readonly signature: string;
}

export interface DigestFacts {
  readonly accountId: string;
  readonly start: Date;
  readonly end: Date;
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly logFiles: readonly DeliveredLogFile[];
  /** Undefined: a starting digest. */
  readonly previous: DeliveredDigest | undefined;
}

export const SIGNATURE_ALGORITHM = 'SHA256withRSA';
const HASH_ALGORITHM = 'SHA-256';

/**
 * Text of a digest. A starting digest has null for all that it would say of the one before, and a digest without log files
 * null for the times of its events. Source: CloudTrail User Guide, "CloudTrail digest file structure".
 */
export function digestText({ previous, ...facts }: DigestFacts): string {
  return JSON.stringify({
    awsAccountId: facts.accountId,
    digestStartTime: digestTime(facts.start),
    digestEndTime: digestTime(facts.end),
    digestS3Bucket: facts.bucket,
    digestS3Object: facts.key,
    digestPublicKeyFingerprint: facts.fingerprint,
    digestSignatureAlgorithm: SIGNATURE_ALGORITHM,
    newestEventTime: facts.logFiles.map((file) => file.newestEventTime).reduce(later, null),
    oldestEventTime: facts.logFiles.map((file) => file.oldestEventTime).reduce(earlier, null),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.hashValue ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : HASH_ALGORITHM,
    previousDigestSignature: previous?.signature ?? null,
    logFiles: facts.logFiles.map((file) => ({
      s3Bucket: file.bucket,
      s3Object: file.key,
      hashValue: file.hashValue,
      hashAlgorithm: HASH_ALGORITHM,
      newestEventTime: file.newestEventTime,
      oldestEventTime: file.oldestEventTime,
    })),
  });
}

/** Source: CloudTrail User Guide, "Custom implementations of CloudTrail log file integrity validation". */
export function stringToSign(facts: DigestFacts, text: string): string {
  return [
    digestTime(facts.end),
    `${facts.bucket}/${facts.key}`,
    sha256Hex(text),
    facts.previous?.signature ?? 'null',
  ].join('\n');
}

/** RSA with PKCS #1 v1.5 over SHA-256, hex. */
export function signatureOf(facts: DigestFacts, text: string, privateKey: KeyObject): string {
  return sign('sha256', Buffer.from(stringToSign(facts, text), 'utf8'), privateKey).toString('hex');
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** `2015-08-17T15:01:31Z`. */
export function digestTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** Times of events have one form, so that their order is that of their texts. */
function later(newest: string | null, time: string): string {
  return newest === null || time > newest ? time : newest;
}

function earlier(oldest: string | null, time: string): string {
  return oldest === null || time < oldest ? time : oldest;
}
