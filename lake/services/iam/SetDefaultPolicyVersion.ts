import type { SetDefaultPolicyVersionRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { ownPolicy, versionOf } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Chooses the text of a managed policy that counts. Source: IAM API Reference, "SetDefaultPolicyVersion". */
export function setDefaultPolicyVersion({
  store,
}: IamState): Action<SetDefaultPolicyVersionRequest, Record<string, never>> {
  return iamAction({
    operation: 'SetDefaultPolicyVersion',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = ownPolicy(store, input.PolicyArn);
      policy.defaultVersionId = versionOf(policy, input.VersionId).id;
      policy.updatedAt = store.now();
      return {};
    },
  });
}
