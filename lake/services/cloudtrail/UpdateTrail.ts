import type { UpdateTrailRequest, UpdateTrailResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { settingsOf } from './answers.js';
import { checkSettings } from './settings.js';
import { type CloudTrailState, findTrail } from './state.js';
import { trailAction } from './trail-action.js';

/** Changes settings of a trail. Source: CloudTrail API Reference, "UpdateTrail". */
export function updateTrail(state: CloudTrailState): Action<UpdateTrailRequest, UpdateTrailResponse> {
  return trailAction<UpdateTrailRequest, UpdateTrailResponse>(state, {
    operation: 'UpdateTrail',
    readOnly: false,
    trail: (input) => input.Name,
    handle: (input) => {
      const trail = findTrail(state, input.Name);
      checkSettings(input, state);
      if (input.S3BucketName !== undefined || input.S3KeyPrefix !== undefined) {
        state.deliveries.checkBucket({
          arn: trail.arn,
          s3BucketName: input.S3BucketName ?? trail.s3BucketName,
          ...prefixOf(input.S3KeyPrefix ?? trail.s3KeyPrefix),
        });
      }
      if (input.S3BucketName !== undefined) trail.s3BucketName = input.S3BucketName;
      if (input.S3KeyPrefix !== undefined) trail.s3KeyPrefix = input.S3KeyPrefix;
      trail.includeGlobalServiceEvents = input.IncludeGlobalServiceEvents ?? trail.includeGlobalServiceEvents;
      trail.isMultiRegionTrail = input.IsMultiRegionTrail ?? trail.isMultiRegionTrail;
      trail.logFileValidationEnabled = input.EnableLogFileValidation ?? trail.logFileValidationEnabled;
      state.deliveries.settingsChanged(trail);
      return settingsOf(trail);
    },
  });
}

function prefixOf(s3KeyPrefix: string | undefined): { readonly s3KeyPrefix?: string } {
  return s3KeyPrefix === undefined ? {} : { s3KeyPrefix };
}
