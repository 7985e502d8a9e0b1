import type { ServiceId } from '../model/action.js';
import { AwsError } from '../model/aws-error.js';

/** How each dialect says that a rate is exceeded (aws-wide "Common errors"; S3 API Reference, "Error responses"). */
export function rateExceeded(service: ServiceId): AwsError {
  switch (service) {
    case 's3':
      return new AwsError('SlowDown', 'Please reduce your request rate.', { httpStatus: 503 });
    case 'sts':
    case 'iam':
    case 'cloudformation':
      return new AwsError('Throttling', 'Rate exceeded');
    case 'athena':
    case 'cloudtrail':
    case 'glue':
    case 'lakeformation':
    case 'sagemaker':
      return new AwsError('ThrottlingException', 'Rate exceeded');
  }
}
