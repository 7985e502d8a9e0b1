import type { Readable } from 'node:stream';
import type { Exchange } from './action.js';

/** An S3 request as its handlers see it: path-style only, signature verified, body decoded from aws-chunked. */
export interface S3Request {
  readonly method: string;
  readonly bucket?: string;
  /** Decoded, without the leading slash. */
  readonly key?: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Throws AwsError `XAmzContentSHA256Mismatch` at its end when the bytes are not those that were signed. */
  readonly body: AsyncIterable<Uint8Array>;
}

export interface S3Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
}

/** The S3 service: names the operation before authorisation, then serves it. */
export interface S3Service {
  /** Throws AwsError `NotImplemented` for what is not modelled. */
  operationOf(request: Omit<S3Request, 'body'>): string;
  serve(request: S3Request, exchange: Exchange): Promise<S3Response>;
}
