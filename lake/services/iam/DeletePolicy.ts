import type { DeletePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { holdersOf, ownPolicy } from './answers.js';
import { conflict } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Removes a managed policy that nobody holds. Source: IAM API Reference, "DeletePolicy". */
export function deletePolicy({ store }: IamState): Action<DeletePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeletePolicy',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = ownPolicy(store, input.PolicyArn);
      if (holdersOf(store).some((holder) => holder.attached.has(policy.arn) || holder.boundaryArn === policy.arn)) {
        throw conflict('Cannot delete a policy attached to entities.');
      }
      if (policy.versions.length > 1) {
        throw conflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      store.policies.delete(policy.arn);
      return {};
    },
  });
}
