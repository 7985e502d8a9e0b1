import { notImplemented } from '../../model/aws-error.js';
import type { S3Request } from '../../model/s3.js';

/** Sub-resources: query parameters that name another operation. */
const SUBRESOURCES: readonly string[] = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'list-type',
  'location',
  'logging',
  'metadataConfiguration',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
  'website',
];

/** Method, place and sub-resource of what is modelled (S3 API Reference, the "Request Syntax" of each operation). */
const OPERATIONS: Readonly<Record<string, string>> = {
  'GET /': 'ListBuckets',
  'PUT /bucket': 'CreateBucket',
  'HEAD /bucket': 'HeadBucket',
  'DELETE /bucket': 'DeleteBucket',
  'GET /bucket': 'ListObjects',
  'GET /bucket?list-type': 'ListObjectsV2',
  'POST /bucket?delete': 'DeleteObjects',
  'GET /bucket?location': 'GetBucketLocation',
  'GET /bucket?policy': 'GetBucketPolicy',
  'PUT /bucket?policy': 'PutBucketPolicy',
  'DELETE /bucket?policy': 'DeleteBucketPolicy',
  'GET /bucket?encryption': 'GetBucketEncryption',
  'PUT /bucket?encryption': 'PutBucketEncryption',
  'DELETE /bucket?encryption': 'DeleteBucketEncryption',
  'GET /bucket?lifecycle': 'GetBucketLifecycleConfiguration',
  'PUT /bucket?lifecycle': 'PutBucketLifecycleConfiguration',
  'DELETE /bucket?lifecycle': 'DeleteBucketLifecycle',
  'GET /bucket?ownershipControls': 'GetBucketOwnershipControls',
  'PUT /bucket?ownershipControls': 'PutBucketOwnershipControls',
  'DELETE /bucket?ownershipControls': 'DeleteBucketOwnershipControls',
  'GET /bucket?publicAccessBlock': 'GetPublicAccessBlock',
  'PUT /bucket?publicAccessBlock': 'PutPublicAccessBlock',
  'GET /bucket?tagging': 'GetBucketTagging',
  'PUT /bucket?tagging': 'PutBucketTagging',
  'DELETE /bucket?tagging': 'DeleteBucketTagging',
  'GET /bucket?versioning': 'GetBucketVersioning',
  'PUT /bucket?versioning': 'PutBucketVersioning',
  'PUT /bucket/key': 'PutObject',
  'GET /bucket/key': 'GetObject',
  'HEAD /bucket/key': 'HeadObject',
  'DELETE /bucket/key': 'DeleteObject',
  'POST /bucket/key?uploads': 'CreateMultipartUpload',
  'PUT /bucket/key?uploadId': 'UploadPart',
  'POST /bucket/key?uploadId': 'CompleteMultipartUpload',
  'DELETE /bucket/key?uploadId': 'AbortMultipartUpload',
};

/** Every operation that a request over the wire can be. */
export const S3_OPERATIONS: readonly string[] = [...Object.values(OPERATIONS), 'CopyObject'];

/**
 * The operation that a request is. Throws AwsError NotImplemented for every other sub-resource: without its name a
 * request for, say, a bucket's versions would be answered with its objects.
 */
export function operationName(request: Omit<S3Request, 'body'>): string {
  const { method, bucket, key, query, headers } = request;
  const place = bucket === undefined ? '/' : key === undefined ? '/bucket' : '/bucket/key';
  const subresources = SUBRESOURCES.filter((name) => query.has(name));
  if (query.has('list-type') && query.get('list-type') !== '2') throw notImplemented('This list-type');
  const suffix = subresources.length === 0 ? '' : `?${subresources.join('&')}`;
  const name = OPERATIONS[`${method} ${place}${suffix}`];
  if (name === undefined) throw notImplemented(`S3 ${method} of ${place}${suffix}`);
  if (headers['x-amz-copy-source'] === undefined) return name;
  if (name === 'PutObject') return 'CopyObject';
  throw notImplemented('S3 UploadPartCopy');
}
