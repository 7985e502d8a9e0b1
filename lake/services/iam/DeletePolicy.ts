import type { DeletePolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { conflict, holdersOf } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Removes a managed policy that nobody holds. Source: IAM API Reference, "DeletePolicy". */
export function deletePolicy({ store }: IamState): Action<DeletePolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeletePolicy',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = store.policy(input.PolicyArn ?? '');
      if (holdersOf(store).some((holder) => holder.attached.has(policy.arn) || holder.boundaryArn === policy.arn)) {
        throw conflict('Cannot delete a policy attached to entities.');
      }
      store.policies.delete(policy.arn);
      return {};
    },
  });
}
