import type { IncomingMessage } from 'node:http';
import { AwsError } from '../model/aws-error.js';

const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** The whole body of a request that is not S3's. Throws AwsError `RequestEntityTooLargeException` beyond 10 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const announcedBytes = Number(request.headers['content-length'] ?? 0);
  if (announcedBytes > MAX_BODY_BYTES) throw tooLarge();
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let sizeBytes = 0;
    // Events, for iterating over a request costs more than all that verifies its signature.
    const take = (bytes: Buffer): void => {
      sizeBytes += bytes.length;
      if (sizeBytes > MAX_BODY_BYTES) {
        request.off('data', take).resume();
        reject(tooLarge());
      } else parts.push(bytes);
    };
    request
      .on('data', take)
      .once('end', () => resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)))
      .once('error', reject);
  });
}

function tooLarge(): AwsError {
  return new AwsError('RequestEntityTooLargeException', 'Request size exceeded 10485760 bytes', { httpStatus: 413 });
}
