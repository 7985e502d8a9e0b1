import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AwsError } from '../model/aws-error.js';
import type { S3Request } from '../model/s3.js';
import { queryPairs, type RequestHead } from './request-head.js';
import { decodeChunkedBody } from './sigv4/chunked-body.js';
import type { VerifiedSignature } from './sigv4/verify.js';

const STREAMING = new Set([
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
]);

/**
 * A path-style S3 request with its body decoded and verified as it is read. Throws AwsError for a content hash that
 * names no known way of signing. Source: S3 API Reference, "Authenticating requests (AWS Signature Version 4)".
 */
export function readS3Request(request: IncomingMessage, head: RequestHead, verified: VerifiedSignature): S3Request {
  const path = head.rawPath.replace(/^\//, '');
  const slash = path.indexOf('/');
  const bucket = decodeURIComponent(slash < 0 ? path : path.slice(0, slash));
  const key = slash < 0 ? '' : decodeURIComponent(path.slice(slash + 1));
  return {
    method: head.method,
    ...(bucket === '' ? {} : { bucket }),
    ...(key === '' ? {} : { key }),
    query: new URLSearchParams(queryPairs(head.rawQuery).map(([name, value]): [string, string] => [name, value])),
    headers: withoutChunked(head.headers),
    body: bodyOf(request, head, verified),
  };
}

function bodyOf(request: IncomingMessage, head: RequestHead, verified: VerifiedSignature): AsyncIterable<Uint8Array> {
  const contentHash = head.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  if (verified.seed.expiresSeconds !== undefined || contentHash === 'UNSIGNED-PAYLOAD') return request;
  if (STREAMING.has(contentHash)) return chunked(request, head, verified, contentHash);
  if (/^[0-9a-f]{64}$/.test(contentHash)) return hashed(request, contentHash);
  throw new AwsError(
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
  );
}

function chunked(
  request: IncomingMessage,
  head: RequestHead,
  verified: VerifiedSignature,
  contentHash: string,
): AsyncIterable<Uint8Array> {
  const decodedLength = head.headers['x-amz-decoded-content-length'];
  return decodeChunkedBody(request, {
    ...(contentHash.startsWith('STREAMING-AWS4') ? { verified } : {}),
    trailers: (contentHash.endsWith('-TRAILER') ? (head.headers['x-amz-trailer'] ?? '') : '')
      .split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    ...(decodedLength === undefined ? {} : { decodedLengthBytes: Number(decodedLength) }),
  });
}

async function* hashed(source: AsyncIterable<Uint8Array>, expected: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const bytes of source) {
    hash.update(bytes);
    yield bytes;
  }
  if (hash.digest('hex') !== expected) {
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}

/** aws-chunked is framing that is gone; what remains of content-encoding belongs to the object. */
function withoutChunked(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'content-encoding': encoding, ...others } = headers;
  const kept = (encoding ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  return kept.length === 0 ? others : { ...others, 'content-encoding': kept.join(',') };
}
