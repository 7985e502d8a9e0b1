import type { Action, Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import type { S3Request, S3Response } from '../../model/s3.js';
import { eventNameOf } from '../../trail/event-name.js';
import { requireAccess } from './access.js';
import type { BucketInput } from './bucket-action.js';
import type { S3State } from './state.js';
import { shownParameters, wireData, withDataEvent } from './wire-event.js';

/** Serves one management operation over the wire. */
export type BucketRoute = (request: S3Request, exchange: Exchange) => Promise<S3Response>;

/** Operations that do not need their bucket to be there. */
const WITHOUT_BUCKET: ReadonlySet<string> = new Set(['CreateBucket', 'ListBuckets']);

/** Calls on a bucket that are data events all the same (S3 User Guide, "Amazon S3 CloudTrail events"). */
const AS_DATA: ReadonlySet<string> = new Set(['HeadBucket']);

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
    const serve = async (): Promise<S3Response> => {
      const { Bucket: name } = input;
      if (name !== undefined && !WITHOUT_BUCKET.has(action.operation)) state.objects.bucket(name);
      for (const authorization of action.authorize(input, exchange)) requireAccess(exchange, authorization);
      return write(await action.handle(input, exchange));
    };
    if (AS_DATA.has(action.operation)) return withDataEvent(request, exchange, serve);
    const record = (response?: S3Response, error?: AwsError): void => {
      const facts = action.trail(input, undefined, exchange);
      exchange.lake.trail.record({
        exchange,
        eventSource: 's3.amazonaws.com',
        eventName: eventNameOf('s3', action.operation),
        facts: {
          ...facts,
          requestParameters: { ...facts.requestParameters, ...shownParameters(request) },
          additionalEventData: wireData(request, exchange, response),
        },
        ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
      });
    };
    try {
      const response = await serve();
      record(response);
      return response;
    } catch (thrown) {
      if (thrown instanceof AwsError && thrown.httpStatus !== 501) record(undefined, thrown);
      throw thrown;
    }
  };
}
