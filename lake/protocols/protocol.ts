import type { Readable } from 'node:stream';
import type { AwsError } from '../model/aws-error.js';
import type { RequestHead } from './request-head.js';

/** What goes back on the wire. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | Readable;
}

/** A request whose body has been read and verified. */
export interface WireRequest {
  readonly head: RequestHead;
  readonly body: Buffer;
}

/** How one service speaks: awsJson 1.1, restJson 1 or query. S3 has a handler of its own. */
export interface Protocol {
  /** The API operation a request names. Throws AwsError in the protocol's own words for an unknown one. */
  operationOf(request: WireRequest): string;
  /** The operation's input, types checked by the SDK's schema. Throws AwsError for malformed bodies. */
  readInput(operation: string, request: WireRequest): unknown;
  writeOutput(operation: string, output: unknown, requestId: string): WireResponse;
  writeError(error: AwsError, requestId: string): WireResponse;
}
