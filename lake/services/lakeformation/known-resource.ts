import type { Resource } from '@aws-sdk/client-lakeformation';
import type { GrantResource } from '../../access/lakeformation/grant.js';
import { AwsError } from '../../model/aws-error.js';
import { notAuthorisedForPermissions } from './errors.js';
import { type ResourceContext, resourceOf } from './resource-shape.js';
import type { LakeFormationState } from './state.js';

/**
 * The resource that a caller names. To whom does not see the whole catalogue, absence and refusal are one answer:
 * AccessDeniedException; administrators are told EntityNotFoundException.
 */
export function resourceFor(state: LakeFormationState, sent: Resource, principalArn: string): GrantResource {
  return foundFor(state, principalArn, () => resourceOf(sent, resourceContext(state)));
}

export function resourceContext(state: LakeFormationState): ResourceContext {
  const { account, filters, tags } = state;
  return { accountId: account.accountId, catalogue: state.getLake().catalogue, filters, tags };
}

/** What `find` finds; what it does not find reads as a refusal to whom does not see the whole catalogue. */
export function foundFor<T>(state: LakeFormationState, principalArn: string, find: () => T): T {
  try {
    return find();
  } catch (thrown) {
    const isMissing = thrown instanceof AwsError && thrown.code === 'EntityNotFoundException';
    if (isMissing && !state.describesEverything(principalArn)) throw notAuthorisedForPermissions();
    throw thrown;
  }
}
