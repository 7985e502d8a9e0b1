import type { IncomingMessage } from 'node:http';
import { AwsError } from '../model/aws-error.js';

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The whole body of a request that is not S3's. Throws AwsError `RequestEntityTooLargeException` beyond 10 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (announcedBytes > MAX_BODY_BYTES) throw tooLarge();
  const parts: Buffer[] = [];
  let sizeBytes = 0;
  // Without an encoding a request is a stream of buffers.
  for await (const bytes of request as AsyncIterable<Buffer>) {
    sizeBytes += bytes.length;
    if (sizeBytes > MAX_BODY_BYTES) throw tooLarge();
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLargeException', 'Request size exceeded 10485760 bytes', { httpStatus: 413 });
}
