import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../../core/secret.js';
import type { RequestHead } from '../request-head.js';
import { canonicalRequest } from './canonical.js';
import { AuthenticationFault } from './fault.js';
import type { StatedSignature } from './signature.js';

/** What the lake knows of an access key. */
export interface KeyFacts {
  readonly secretAccessKey: Secret;
  /** Only of temporary credentials. */
  readonly sessionToken?: Secret;
  readonly expiresAt?: Date;
}

/** What later parts of a chunked body are signed with. */
export interface VerifiedSignature {
  readonly signingKey: Buffer;
  readonly seed: StatedSignature;
}

const MAX_SKEW_MS = 15 * 60 * 1000;
const PRESIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/**
 * Verifies a request's signature against the key it names. `payloadHash` is the hash that the canonical request ends
 * with: the content hash header for S3, the hash of the body elsewhere. Throws AuthenticationFault.
 * Source: IAM User Guide, "Create a signed AWS API request"; skew: "Troubleshoot signed requests".
 */
export function verifySignature(
  head: RequestHead,
  stated: StatedSignature,
  key: KeyFacts,
  options: { readonly now: Date; readonly payloadHash: string },
): VerifiedSignature {
  checkToken(stated, key, options.now);
  checkTime(stated, options.now);
  checkHeaders(head, stated);
  // A presigned URL of S3 is for any body; those of other services (STS GetCallerIdentity, for one) sign the one sent.
  const isOpen = stated.service === 's3' && stated.expiresSeconds !== undefined;
  const payloadHash = isOpen ? PRESIGNED_PAYLOAD : options.payloadHash;
  const canonical = canonicalRequest(head, stated.signedHeaders, payloadHash, stated.service);
  const toSign = ['AWS4-HMAC-SHA256', stated.timestamp, stated.scope, sha256Hex(canonical)].join('\n');
  const signingKey = signingKeyOf(key.secretAccessKey, stated);
  const expected = createHmac('sha256', signingKey).update(toSign).digest();
  if (!equalBytes(expected, Buffer.from(stated.signature, 'hex'))) {
    throw new AuthenticationFault(
      'mismatch',
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    );
  }
  return { signingKey, seed: stated };
}

function checkToken(stated: StatedSignature, key: KeyFacts, now: Date): void {
  const known = key.sessionToken?.reveal();
  if (known === undefined) {
    if (stated.sessionToken !== undefined && stated.sessionToken !== '') throw new AuthenticationFault('bad-token');
    return;
  }
  // All tokens have the same length, so the comparison tells nothing of how much of one was right.
  const same = equalBytes(Buffer.from(known), Buffer.from(stated.sessionToken ?? ''));
  if (!same) throw new AuthenticationFault('bad-token');
  if (key.expiresAt !== undefined && key.expiresAt.getTime() <= now.getTime()) {
    throw new AuthenticationFault('expired-token');
  }
}

function checkTime(stated: StatedSignature, now: Date): void {
  if (stated.scopeDate !== stated.timestamp.slice(0, 8)) {
    throw new AuthenticationFault(
      'mismatch',
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${stated.scopeDate}' != '${stated.timestamp.slice(0, 8)}', from '${stated.timestamp}'.`,
    );
  }
  const signedMs = timeOf(stated.timestamp);
  if (Number.isNaN(signedMs))
    throw new AuthenticationFault('incomplete', `Date must be in ISO-8601 'basic format'. Got '${stated.timestamp}'.`);
  const nowMs = now.getTime();
  if (signedMs > nowMs + MAX_SKEW_MS) {
    const notYet = `Signature not yet current: ${stated.timestamp} is still later than ${basic(nowMs + MAX_SKEW_MS)} (${basic(nowMs)} + 15 min.)`;
    throw new AuthenticationFault('skew', notYet);
  }
  if (stated.expiresSeconds !== undefined) {
    if (signedMs + stated.expiresSeconds * 1000 < nowMs) throw new AuthenticationFault('expired-url');
    return;
  }
  if (signedMs < nowMs - MAX_SKEW_MS) {
    const expired = `Signature expired: ${stated.timestamp} is now earlier than ${basic(nowMs - MAX_SKEW_MS)} (${basic(nowMs)} - 15 min.)`;
    throw new AuthenticationFault('skew', expired);
  }
}

function checkHeaders(head: RequestHead, stated: StatedSignature): void {
  if (!stated.signedHeaders.includes('host')) {
    throw new AuthenticationFault(
      'mismatch',
      `'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.`,
    );
  }
  if (stated.service !== 's3' || stated.expiresSeconds !== undefined) return;
  // S3 alone refuses x-amz-* headers outside the signature (S3 API Reference, "Authenticating requests").
  const unsigned = Object.keys(head.headers).find(
    (name) => name.startsWith('x-amz-') && !stated.signedHeaders.includes(name),
  );
  if (unsigned !== undefined) {
    throw new AuthenticationFault('unsigned-header', 'There were headers present in the request which were not signed');
  }
}

/** Of each secret, the keys it signed with last: one for each day, Region and service. */
const signingKeys = new WeakMap<Secret, Map<string, Buffer>>();
const MAX_SIGNING_KEYS = 32;

function signingKeyOf(secret: Secret, stated: StatedSignature): Buffer {
  const known = signingKeys.get(secret) ?? new Map<string, Buffer>();
  signingKeys.set(secret, known);
  const steps = [stated.scopeDate, stated.region, stated.service, 'aws4_request'];
  const scope = steps.join('/');
  const found = known.get(scope);
  if (found !== undefined) return found;
  const made = steps.reduce(
    (key: Buffer, step) => createHmac('sha256', key).update(step).digest(),
    Buffer.from(`AWS4${secret.reveal()}`, 'utf8'),
  );
  if (known.size >= MAX_SIGNING_KEYS) known.clear();
  known.set(scope, made);
  return made;
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}

/** Constant-time for equal lengths. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Requests of the same second have the same timestamp. */
let lastTime = { timestamp: '', ms: Number.NaN };

function timeOf(timestamp: string): number {
  if (timestamp !== lastTime.timestamp) {
    const text = timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
    lastTime = { timestamp, ms: Date.parse(text) };
  }
  return lastTime.ms;
}

function basic(timeMs: number): string {
  return new Date(timeMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}
