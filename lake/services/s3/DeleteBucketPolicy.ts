import type { DeleteBucketPolicyCommandInput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

export const deleteBucketPolicy = (state: S3State): Action<DeleteBucketPolicyCommandInput, object> =>
  bucketAction(state, {
    operation: 'DeleteBucketPolicy',
    iamAction: 's3:DeleteBucketPolicy',
    readOnly: false,
    handle: (input) => {
      state.objects.bucket(input.Bucket ?? '').policy = undefined;
      return {};
    },
  });
