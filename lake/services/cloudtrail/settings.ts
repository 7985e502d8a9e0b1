import type { CreateTrailRequest, UpdateTrailRequest } from '@aws-sdk/client-cloudtrail';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import type { CloudTrailState } from './state.js';

const UNMODELLED = ['SnsTopicName', 'CloudWatchLogsLogGroupArn', 'CloudWatchLogsRoleArn', 'KmsKeyId'] as const;

/** Refuses settings that CloudTrail refuses, and by name those that the lake does not model. */
export function checkSettings(input: CreateTrailRequest | UpdateTrailRequest, state: CloudTrailState): void {
  const name = input.Name ?? '';
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9]$/.test(name.replace(/^arn:.*:trail\//, ''))) {
    throw new AwsError(
      'InvalidTrailNameException',
      'Trail name must be between 3 and 128 characters of letters, digits, periods, underscores and dashes, and start and end with a letter or digit.',
    );
  }
  const unmodelled = UNMODELLED.find((member) => input[member] !== undefined && input[member] !== '');
  if (unmodelled !== undefined) throw notImplemented(`${unmodelled} of a trail`);
  if (input.IsOrganizationTrail === true) throw notImplemented('IsOrganizationTrail of a trail');
  if (input.IsMultiRegionTrail === true && input.IncludeGlobalServiceEvents === false) {
    throw new AwsError(
      'InvalidParameterCombinationException',
      'Multi-Region trail must include global service events.',
    );
  }
  if (input.S3BucketName !== undefined && !state.getLake().objects.bucketExists(input.S3BucketName)) {
    throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${input.S3BucketName} does not exist!`);
  }
}
