import type { DeleteBucketCommandInput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

export const deleteBucket = (state: S3State): Action<DeleteBucketCommandInput, object> =>
  bucketAction(state, {
    operation: 'DeleteBucket',
    iamAction: 's3:DeleteBucket',
    readOnly: false,
    handle: (input) => {
      const bucket = state.objects.bucket(input.Bucket ?? '');
      const isUploading = [...state.uploads.values()].some((upload) => upload.bucket === bucket.name);
      if (bucket.objects.size > 0 || isUploading) {
        throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', {
          httpStatus: 409,
          members: { BucketName: bucket.name },
        });
      }
      state.objects.buckets.delete(bucket.name);
      return {};
    },
  });
