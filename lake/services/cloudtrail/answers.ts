import type { Trail } from '@aws-sdk/client-cloudtrail';
import type { LakeAccount } from '../../model/lake.js';
import type { StoredTrail } from './state.js';

/** A trail as DescribeTrails shows it. */
export function trailAnswer(trail: StoredTrail, account: LakeAccount): Trail {
  return {
    ...settingsOf(trail),
    HomeRegion: account.region,
    HasCustomEventSelectors: hasCustomSelectors(trail),
    HasInsightSelectors: false,
  };
}

/** What CreateTrail and UpdateTrail answer with. */
export function settingsOf(trail: StoredTrail): Omit<Trail, 'HomeRegion'> {
  return {
    Name: trail.name,
    S3BucketName: trail.s3BucketName,
    ...(trail.s3KeyPrefix === undefined ? {} : { S3KeyPrefix: trail.s3KeyPrefix }),
    IncludeGlobalServiceEvents: trail.includeGlobalServiceEvents,
    IsMultiRegionTrail: trail.isMultiRegionTrail,
    TrailARN: trail.arn,
    LogFileValidationEnabled: trail.logFileValidationEnabled,
    IsOrganizationTrail: false,
  };
}

function hasCustomSelectors(trail: StoredTrail): boolean {
  if (trail.advancedEventSelectors.length > 0) return true;
  return trail.eventSelectors.some(
    (selector) =>
      selector.ReadWriteType !== 'All' ||
      selector.IncludeManagementEvents === false ||
      (selector.DataResources ?? []).length > 0 ||
      (selector.ExcludeManagementEventSources ?? []).length > 0,
  );
}
