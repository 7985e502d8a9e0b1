import { requiredText } from '../../access/lakeformation/glue-answer.js';
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

/** Lake Formation's refusal of a change, in the words that name what is missing. */
export function lakeFormationRefusal(required: string, on: string): AwsError {
  return new AwsError('AccessDeniedException', requiredText(required, on));
}
