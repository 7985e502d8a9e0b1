import { AwsError } from '../../model/aws-error.js';

/**
 * Lake Formation answers a missing right and a missing resource alike, with HTTP 400 although its model says 403
 * (seen: hashicorp/terraform-provider-aws#38982).
 */
export function notAuthorisedForPermissions(): AwsError {
  return new AwsError(
    'AccessDeniedException',
    'Resource does not exist or requester is not authorized to access requested permissions.',
  );
}

/** Seen: Terraform's and data.all's sources; Lake Formation's one text for every change that it does not take. */
export function modificationIsInvalid(): AwsError {
  return invalidInput('Permissions modification is invalid.');
}

/** Seen: aws-samples/aws-glue-samples#78. */
export function nothingToRevoke(): AwsError {
  return invalidInput('No permissions revoked. Grantee has no permissions and no grantable permissions on resource.');
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

export function entityNotFound(message: string): AwsError {
  return new AwsError('EntityNotFoundException', message);
}

export function filterNotFound(): AwsError {
  return entityNotFound('Data cells filter not found.');
}

export function alreadyExists(what: string): AwsError {
  return new AwsError('AlreadyExistsException', `${what} already exists`);
}
