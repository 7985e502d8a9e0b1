import type { ResourceInfo } from '@aws-sdk/client-lakeformation';
import { pathOfS3Arn } from '../../access/lakeformation/locations.js';
import type { LakeAccount } from '../../model/lake.js';
import { entityNotFound, invalidInput } from './errors.js';
import type { LakeFormationState, RegisteredLocation } from './state.js';

/** Quotas "path length" and "subfolders in a path" (AWS General Reference, Lake Formation). */
const MAX_PATH_LENGTH = 700;
const MAX_SUBFOLDERS = 20;

/** `bucket/prefix` of an S3 ARN. Throws InvalidInputException for any other (seen: aws-solutions-library-samples/data-lakes-on-aws#76). */
export function registeredPath(resourceArn: string | undefined): string {
  const path = pathOfS3Arn(resourceArn ?? '');
  if (path === undefined) throw invalidInput('Unsupported resource ARN Format');
  if (path.length > MAX_PATH_LENGTH || path.split('/').length - 1 > MAX_SUBFOLDERS) {
    throw invalidInput('The resource path is too long.');
  }
  return path;
}

/** The location registered at exactly this ARN. Throws EntityNotFoundException, which means "not registered". */
export function registeredAt(state: LakeFormationState, resourceArn: string | undefined): RegisteredLocation {
  const location = state.locations.get(registeredPath(resourceArn));
  if (location === undefined) throw entityNotFound('Entity not found');
  return location;
}

/** The role that is used when none is named (Developer Guide, "service-linked-roles"). */
export function serviceLinkedRole(account: LakeAccount): string {
  const path = 'aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess';
  return `arn:${account.partition}:iam::${account.accountId}:role/${path}`;
}

export function resourceInfo(location: RegisteredLocation): ResourceInfo {
  return {
    ResourceArn: location.resourceArn,
    RoleArn: location.roleArn,
    LastModified: location.registeredAt,
    WithFederation: false,
    HybridAccessEnabled: location.hybrid,
    WithPrivilegedAccess: false,
  };
}
