import { type Action, defineAction, type Exchange } from '../../model/action.js';
import { bucketArn } from './bucket.js';
import type { S3State } from './state.js';

/** Inputs of S3 name their bucket. */
export interface BucketInput {
  readonly Bucket?: string | undefined;
}

export interface BucketOperation<I extends BucketInput, O> {
  readonly operation: string;
  /** S3's IAM actions are not always named as its operations (Service Authorization Reference, Amazon S3). */
  readonly iamAction: string;
  readonly readOnly: boolean;
  handle(input: I, exchange: Exchange): Promise<O> | O;
}

/**
 * A management operation on a bucket: callable in-process by whoever provisions, and over the wire through its route.
 * CloudTrail records it as a management event, with the bucket as its resource.
 */
export function bucketAction<I extends BucketInput, O>(state: S3State, operation: BucketOperation<I, O>): Action<I, O> {
  const { partition, region, accountId } = state.account;
  return defineAction<I, O>({
    service: 's3',
    operation: operation.operation,
    authorize: (input) => [{ action: operation.iamAction, resource: bucketArn(partition, input.Bucket ?? '*') }],
    handle: async (input, exchange) => {
      const output = await operation.handle(input, exchange);
      // Writing operations change their bucket in place.
      if (!operation.readOnly) state.objects.buckets.changed(input.Bucket ?? '');
      return output;
    },
    trail: (input) => {
      const { Bucket: bucketName, ...rest } = input;
      const type = 'AWS::S3::Bucket';
      return {
        readOnly: operation.readOnly,
        requestParameters: {
          ...(bucketName === undefined ? {} : { bucketName }),
          Host: `s3.${region}.amazonaws.com`,
          ...documentsOf(rest),
        },
        responseElements: null,
        ...(bucketName === undefined
          ? {}
          : {
              resources: [{ type, name: bucketName }],
              listed: [{ accountId, type, ARN: bucketArn(partition, bucketName) }],
            }),
      };
    },
  });
}

/** What was sent keeps S3's spelling; a policy is shown as the document that it is (published events). */
function documentsOf(sent: object): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(sent)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => (name === 'Policy' ? ['bucketPolicy', documentOf(value)] : [name, value])),
  );
}

/** What is no JSON is shown as it came. */
function documentOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return text;
  }
}
