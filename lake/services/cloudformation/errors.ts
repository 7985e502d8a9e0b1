import { LakeproofError } from '../../../core/error.js';
import { AwsError } from '../../model/aws-error.js';

/** CloudFormation's one code for whatever is wrong with a request, a template or a stack's state. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function stackNotFound(nameOrId: string): AwsError {
  return validationError(`Stack with id ${nameOrId} does not exist`);
}

export function changeSetNotFound(name: string): AwsError {
  return new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { httpStatus: 404 });
}

export function invalidChangeSetStatus(message: string): AwsError {
  return new AwsError('InvalidChangeSetStatus', message);
}

/** What the lake does not provision is not CloudFormation's refusal, and says so. */
const NOT_MODELLED: ReadonlySet<string> = new Set(['PROVISION_TYPE', 'PROVISION_PROPERTY']);

/** Does `work` on a template, whose faults become answers with their remedy. */
export function aboutTemplate<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LakeproofError)) throw error;
    const message = `${error.message}${error.nextStep === undefined ? '' : `; ${error.nextStep}`}`;
    if (NOT_MODELLED.has(error.code)) throw new AwsError('NotImplementedException', message, { httpStatus: 501 });
    throw validationError(
      `${error.code === 'PROVISION_TEMPLATE' ? 'Template format error' : 'Template error'}: ${message}`,
    );
  }
}
