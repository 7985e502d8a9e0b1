import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { LakeproofError, messageOf } from '../../core/error.js';
import { AwsError } from '../model/aws-error.js';

/** What went wrong with one resource, or with the outputs of the stack that `logicalId` names. */
export interface Failure {
  readonly logicalId: string;
  readonly error: unknown;
  /** As the stack's events say it. */
  readonly reason: string;
}

export function failureOf(logicalId: string, error: unknown, onDefect: (defect: unknown) => void): Failure {
  return { logicalId, error, reason: reasonOf(logicalId, error, onDefect) };
}

/** In CloudFormation's words. Values of properties are never repeated: one may be a password. */
function reasonOf(logicalId: string, error: unknown, onDefect: (defect: unknown) => void): string {
  if (error instanceof z.ZodError) {
    return `Properties validation failed for resource ${logicalId} with message: ${propertyProblem(error)}`;
  }
  if (error instanceof AwsError) {
    return `Resource handler returned message: "${error.message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${handlerErrorCode(error)})`;
  }
  if (error instanceof LakeproofError) return error.message;
  onDefect(error);
  return `Internal Failure: ${messageOf(error)}`;
}

/** Zod's first issue: the property's path and what is wrong with it. */
export function propertyProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  const path = [...(issue?.path ?? []), ...unknown].map(String).join('.');
  return `property ${path}: ${unknown.length > 0 ? 'not provisioned by this lake' : (issue?.message ?? 'wrong')}`;
}

/** CloudFormation CLI User Guide, "Handler error codes". */
function handlerErrorCode({ code }: AwsError): string {
  if (/AlreadyExists|AlreadyOwnedByYou|ResourceInUse/.test(code)) return 'AlreadyExists';
  if (/^AccessDenied/.test(code)) return 'AccessDenied';
  if (/NotFound|NoSuch/.test(code)) return 'NotFound';
  if (/Throttling|SlowDown/.test(code)) return 'Throttling';
  if (/LimitExceeded/.test(code)) return 'ServiceLimitExceeded';
  if (/Invalid|Validation|Malformed/.test(code)) return 'InvalidRequest';
  return 'GeneralServiceException';
}

/** `[A, B]`, as reasons list resources. */
export function listed(failures: readonly Failure[]): string {
  return `[${failures.map(({ logicalId }) => logicalId).join(', ')}]`;
}
