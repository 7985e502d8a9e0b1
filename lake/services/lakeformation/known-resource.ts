import type { Resource } from '@aws-sdk/client-lakeformation';
import type { GrantResource } from '../../access/lakeformation/grant.js';
import { AwsError } from '../../model/aws-error.js';
import { notAuthorisedForPermissions } from './errors.js';
import { resourceOf } from './resource-shape.js';
import type { LakeFormationState } from './state.js';

/**
 * The resource that a caller names. To whom does not see the whole catalogue, absence and refusal are one answer:
 * AccessDeniedException; administrators are told EntityNotFoundException.
 */
export function resourceFor(state: LakeFormationState, sent: Resource, principalArn: string): GrantResource {
  const context = { accountId: state.account.accountId, catalogue: state.getLake().catalogue };
  try {
    return resourceOf(sent, context);
  } catch (thrown) {
    const isMissing = thrown instanceof AwsError && thrown.code === 'EntityNotFoundException';
    if (isMissing && !state.describesEverything(principalArn)) throw notAuthorisedForPermissions();
    throw thrown;
  }
}
