import type { Action, Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { S3Request, S3Response } from '../../model/s3.js';
import { requireAccess } from './access.js';
import type { BucketInput } from './bucket-action.js';
import type { S3State } from './state.js';

/** Serves one management operation over the wire. */
export type BucketRoute = (request: S3Request, exchange: Exchange) => Promise<S3Response>;

/** Operations that do not need their bucket to be there. */
const WITHOUT_BUCKET: ReadonlySet<string> = new Set(['CreateBucket', 'ListBuckets']);

/**
 * Takes an action through what the dispatcher does for other services, with the bucket's policy beside IAM's: access,
 * handling, and the management event in the trail, for refusals too.
 */
export function bucketRoute<I extends BucketInput, O>(
  state: S3State,
  action: Action<I, O>,
  read: (request: S3Request) => Promise<I> | I,
  write: (output: O) => S3Response,
): BucketRoute {
  return async (request, exchange) => {
    const input = await read(request);
    const name = input.Bucket;
    try {
      if (name !== undefined && !WITHOUT_BUCKET.has(action.operation)) state.objects.bucket(name);
      for (const authorization of action.authorize(input, exchange)) requireAccess(exchange, authorization);
      const output = await action.handle(input, exchange);
      record(exchange, action, input, output);
      return write(output);
    } catch (thrown) {
      if (thrown instanceof AwsError && thrown.httpStatus !== 501) record(exchange, action, input, undefined, thrown);
      throw thrown;
    }
  };
}

function record<I, O>(
  exchange: Exchange,
  action: Action<I, O>,
  input: I,
  output: O | undefined,
  error?: AwsError,
): void {
  exchange.lake.trail.record({
    exchange,
    eventSource: 's3.amazonaws.com',
    eventName: action.operation,
    facts: action.trail(input, output, exchange),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  });
}
