import type { CreateTrailRequest, CreateTrailResponse } from '@aws-sdk/client-cloudtrail';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { settingsOf } from './answers.js';
import { checkSettings } from './settings.js';
import { type CloudTrailState, DEFAULT_SELECTORS, type StoredTrail, trailArn } from './state.js';
import { trailAction } from './trail-action.js';

/** A trail that does not log until StartLogging. Its bucket must exist, and let CloudTrail write. Source: CloudTrail API Reference, "CreateTrail". */
export function createTrail(state: CloudTrailState): Action<CreateTrailRequest, CreateTrailResponse> {
  return trailAction<CreateTrailRequest, CreateTrailResponse>(state, {
    operation: 'CreateTrail',
    readOnly: false,
    trail: (input) => input.Name,
    handle: (input) => {
      const name = input.Name ?? '';
      checkSettings(input, state);
      if (state.trails.has(name)) {
        throw new AwsError(
          'TrailAlreadyExistsException',
          `Trail ${name} already exists for customer: ${state.account.accountId}`,
        );
      }
      const trail: StoredTrail = {
        name,
        arn: trailArn(state.account, name),
        s3BucketName: input.S3BucketName ?? '',
        ...(input.S3KeyPrefix === undefined ? {} : { s3KeyPrefix: input.S3KeyPrefix }),
        includeGlobalServiceEvents: input.IncludeGlobalServiceEvents ?? true,
        isMultiRegionTrail: input.IsMultiRegionTrail ?? false,
        logFileValidationEnabled: input.EnableLogFileValidation ?? false,
        eventSelectors: DEFAULT_SELECTORS,
        advancedEventSelectors: [],
        isLogging: false,
        tags: new Map((input.TagsList ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? ''])),
      };
      state.deliveries.checkBucket(trail);
      state.trails.set(name, trail);
      return settingsOf(trail);
    },
  });
}
