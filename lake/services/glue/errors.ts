import { AwsError } from '../../model/aws-error.js';

/** Glue's own word for a missing table, partition or version holder (seen: EntityNotFoundException "Entity Not Found"). */
export function tableNotFound(): AwsError {
  return new AwsError('EntityNotFoundException', 'Entity Not Found');
}

export function databaseNotFound(name: string): AwsError {
  return new AwsError('EntityNotFoundException', `Database ${name} not found.`);
}

export function partitionNotFound(): AwsError {
  return new AwsError('EntityNotFoundException', 'Cannot find partition.');
}

export function alreadyExists(what: 'Catalog' | 'Database' | 'Table' | 'Partition'): AwsError {
  return new AwsError('AlreadyExistsException', `${what} already exists.`);
}

export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

/** The refusal that names what is missing (seen, 2023 to 2026: "Required Describe on …", "Required Create Database on Catalog"). */
export function lakeFormationRefusal(required: string, on: string): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `Insufficient Lake Formation permission(s): Required ${required} on ${on}`,
  );
}

/** The refusal for what may or may not exist (seen: aws/aws-sdk-pandas#677, apache/superset#21945). */
export function lakeFormationRefusalOfUnknown(on: string): AwsError {
  return new AwsError('AccessDeniedException', `Insufficient Lake Formation permission(s) on ${on}`);
}
