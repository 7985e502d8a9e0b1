import type { ServiceId } from '../model/action.js';
import { AwsError } from '../model/aws-error.js';
import type { FaultDefinition } from './fault.js';

export const serverError: FaultDefinition = {
  name: 'server-error',
  about: 'A call ends with a server error (500, of S3 503), before anything is done.',
};

/** What each service calls an error of its own (API references, "Errors" and "Common errors"). */
const CODES: Readonly<Record<ServiceId, string>> = {
  athena: 'InternalServerException',
  cloudformation: 'InternalFailure',
  cloudtrail: 'InternalFailure',
  glue: 'InternalServiceException',
  iam: 'ServiceFailure',
  lakeformation: 'InternalServiceException',
  s3: 'ServiceUnavailable',
  sagemaker: 'InternalFailure',
  sts: 'InternalFailure',
};

export function serverErrorOf(service: ServiceId): AwsError {
  const text = 'We encountered an internal error. Please try again.';
  return new AwsError(CODES[service], text, { httpStatus: service === 's3' ? 503 : 500 });
}
