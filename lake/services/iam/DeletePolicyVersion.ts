import type { DeletePolicyVersionRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { ownPolicy, versionOf } from './answers.js';
import { conflict } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Removes a text of a managed policy that is not the one that counts. Source: IAM API Reference, "DeletePolicyVersion". */
export function deletePolicyVersion({ store }: IamState): Action<DeletePolicyVersionRequest, Record<string, never>> {
  return iamAction({
    operation: 'DeletePolicyVersion',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = ownPolicy(store, input.PolicyArn);
      const version = versionOf(policy, input.VersionId);
      if (version.id === policy.defaultVersionId) throw conflict('Cannot delete the default version of a policy.');
      policy.versions.splice(policy.versions.indexOf(version), 1);
      return {};
    },
  });
}
