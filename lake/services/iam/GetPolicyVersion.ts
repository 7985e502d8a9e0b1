import type { GetPolicyVersionRequest, GetPolicyVersionResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { encodedPolicy, noSuchEntity } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The text of a managed policy, percent-encoded. The lake keeps one version, v1. Source: IAM API Reference, "GetPolicyVersion". */
export function getPolicyVersion({ store }: IamState): Action<GetPolicyVersionRequest, GetPolicyVersionResponse> {
  return iamAction({
    operation: 'GetPolicyVersion',
    readOnly: true,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = store.policy(input.PolicyArn ?? '');
      if (input.VersionId !== 'v1') {
        throw noSuchEntity(
          `Policy ${policy.arn} version ${input.VersionId ?? ''} does not exist or is not attachable.`,
        );
      }
      return {
        PolicyVersion: {
          Document: encodedPolicy(policy.policy.text),
          VersionId: 'v1',
          IsDefaultVersion: true,
          CreateDate: policy.createdAt,
        },
      };
    },
  });
}
