import { AwsError } from '../../model/aws-error.js';

/**
 * Athena's InvalidRequestException. Answers recorded from Athena carry the code twice, as `AthenaErrorCode` and as
 * `ErrorCode`.
 */
export function invalidRequest(athenaErrorCode: string, message: string): AwsError {
  return new AwsError('InvalidRequestException', message, {
    members: { AthenaErrorCode: athenaErrorCode, ErrorCode: athenaErrorCode },
  });
}

export function invalidInput(message: string): AwsError {
  return invalidRequest('INVALID_INPUT', message);
}

/** The text of the API's own validation, for example of `clientRequestToken`. */
export function constraintError(member: string, constraint: string): AwsError {
  const text = `1 validation error detected: Value at '${member}' failed to satisfy constraint: ${constraint}`;
  return invalidInput(text);
}

export function notFound(queryExecutionId: string): AwsError {
  return invalidRequest('QUERY_EXECUTION_NOT_FOUND', `QueryExecution ${queryExecutionId} was not found`);
}
