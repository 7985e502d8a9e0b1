import type { ServiceId } from '../model/action.js';

/** Operations of S3 whose events have another name (S3 User Guide, "Amazon S3 CloudTrail events"). */
const OF_S3: Readonly<Record<string, string>> = {
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
  GetBucketLifecycleConfiguration: 'GetBucketLifecycle',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
};

/** The event name of an operation: nearly always its own. */
export function eventNameOf(service: ServiceId, operation: string): string {
  return service === 's3' ? (OF_S3[operation] ?? operation) : operation;
}
