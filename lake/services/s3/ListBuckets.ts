import type { ListBucketsOutput } from '@aws-sdk/client-s3';
import type { Action } from '../../model/action.js';
import { type BucketInput, bucketAction } from './bucket-action.js';
import type { S3State } from './state.js';

export const listBuckets = (state: S3State): Action<BucketInput, ListBucketsOutput> =>
  bucketAction(state, {
    operation: 'ListBuckets',
    iamAction: 's3:ListAllMyBuckets',
    readOnly: true,
    handle: () => ({
      Owner: { ID: state.account.accountId },
      Buckets: [...state.objects.buckets.values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map((bucket) => ({ Name: bucket.name, CreationDate: bucket.createdAt })),
    }),
  });
