import { validationError } from './errors.js';

/** CloudFormation API Reference, CreateStack: "StackName". */
const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;

/** Throws ValidationError, in the words of the API's own validation. */
export function checkStackName(name: string): void {
  if (STACK_NAME.test(name)) return;
  throw validationError(
    name.length > 128
      ? `1 validation error detected: Value '${name.slice(0, 200)}' at 'stackName' failed to satisfy constraint: Member must have length less than or equal to 128`
      : `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}
