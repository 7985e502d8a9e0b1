import { AwsError } from '../../model/aws-error.js';

/** SageMaker's model names its errors without "Exception". */
export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFound', message);
}

export function resourceInUse(message: string): AwsError {
  return new AwsError('ResourceInUse', message);
}

export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
