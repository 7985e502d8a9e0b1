import type { HeadBucketCommandInput, HeadBucketOutput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

export const headBucket = (state: S3State): Action<HeadBucketCommandInput, HeadBucketOutput> =>
  bucketAction(state, {
    operation: 'HeadBucket',
    iamAction: 's3:ListBucket',
    readOnly: true,
    handle: (input) => {
      state.objects.bucket(input.Bucket ?? '');
      return { BucketRegion: state.account.region };
    },
  });
