import { AwsError } from '../../model/aws-error.js';

/** IAM API Reference, "Common errors": what is still needed, what is there already, what is not, what is too much. */
export function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, { httpStatus: 409 });
}

export function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError('EntityAlreadyExists', `${kind} with name ${name} already exists.`, { httpStatus: 409 });
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, { httpStatus: 404 });
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message, { httpStatus: 409 });
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
