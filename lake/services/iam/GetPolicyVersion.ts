import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { versionAnswer, versionOf } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The text of a managed policy, percent-encoded. Source: IAM API Reference, "GetPolicyVersion". */
export function getPolicyVersion({ store }: IamState): Action<GetPolicyVersionRequest, GetPolicyVersionResponse> {
  return iamAction({
    operation: 'GetPolicyVersion',
    readOnly: true,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = store.policy(input.PolicyArn ?? '');
      return { PolicyVersion: versionAnswer(policy, versionOf(policy, input.VersionId), { withText: true }) };
    },
  });
}
