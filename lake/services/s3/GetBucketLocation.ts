import type { GetBucketLocationCommandInput, GetBucketLocationOutput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

/** us-east-1 has no constraint (S3 API Reference, GetBucketLocation). */
export const getBucketLocation = (
  state: S3State,
): Action<GetBucketLocationCommandInput, Omit<GetBucketLocationOutput, 'LocationConstraint'> & { Region?: string }> =>
  bucketAction(state, {
    operation: 'GetBucketLocation',
    iamAction: 's3:GetBucketLocation',
    readOnly: true,
    handle: (input) => {
      state.objects.bucket(input.Bucket ?? '');
      return state.account.region === 'us-east-1' ? {} : { Region: state.account.region };
    },
  });
