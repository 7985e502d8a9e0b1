import type { GetBucketPolicyCommandInput, GetBucketPolicyOutput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

export const getBucketPolicy = (state: S3State): Action<GetBucketPolicyCommandInput, GetBucketPolicyOutput> =>
  bucketAction(state, {
    operation: 'GetBucketPolicy',
    iamAction: 's3:GetBucketPolicy',
    readOnly: true,
    handle: (input) => {
      const bucket = state.objects.bucket(input.Bucket ?? '');
      if (bucket.policy === undefined) {
        throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', {
          httpStatus: 404,
          members: { BucketName: bucket.name },
        });
      }
      return { Policy: bucket.policy.text };
    },
  });
