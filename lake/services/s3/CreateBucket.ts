import type { CreateBucketOutput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import { newBucket } from './bucket.js';
import { type BucketInput, bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

/** S3 User Guide, "Bucket naming rules". */
const NAME = /^(?!xn--)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The SDK's input, but that the Region is any text: the lake compares it with its own. */
export interface CreateBucketInput extends BucketInput {
  readonly ObjectLockEnabledForBucket?: boolean;
  readonly CreateBucketConfiguration?: { readonly LocationConstraint?: string | undefined };
}

export const createBucket = (state: S3State): Action<CreateBucketInput, CreateBucketOutput> =>
  bucketAction(state, {
    operation: 'CreateBucket',
    iamAction: 's3:CreateBucket',
    readOnly: false,
    handle: (input, { invokedBy }) => {
      const name = input.Bucket ?? '';
      if (!NAME.test(name)) {
        throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', {
          members: { BucketName: name },
        });
      }
      if (input.ObjectLockEnabledForBucket === true) throw notImplemented('Object lock');
      checkRegion(input.CreateBucketConfiguration?.LocationConstraint, state.account.region);
      if (state.objects.bucketExists(name)) {
        // In us-east-1 alone, making a bucket that one owns already succeeds (S3 API Reference, CreateBucket). A stack
        // does not take over a bucket that is there, or it would delete it one day.
        const isTakenOver = invokedBy === 'cloudformation.amazonaws.com';
        if (state.account.region === 'us-east-1' && !isTakenOver) return { Location: `/${name}` };
        throw new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          { httpStatus: 409, members: { BucketName: name } },
        );
      }
      state.objects.buckets.set(name, newBucket(name, state.account.clock.now()));
      return { Location: `/${name}` };
    },
  });

function checkRegion(constraint: string | undefined, region: string): void {
  const isHere = region === 'us-east-1' ? constraint === undefined : constraint === region;
  if (isHere) return;
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}
