import type { ListPolicyVersionsRequest, ListPolicyVersionsResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage, versionAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** The versions of a managed policy, the newest first. Source: IAM API Reference, "ListPolicyVersions". */
export function listPolicyVersions({ store }: IamState): Action<ListPolicyVersionsRequest, ListPolicyVersionsResponse> {
  return iamAction({
    operation: 'ListPolicyVersions',
    readOnly: true,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const policy = store.policy(input.PolicyArn ?? '');
      const newestFirst = [...policy.versions].reverse();
      const { items, ...rest } = iamPage(
        newestFirst,
        (version) => String(10_000_000 - Number(version.id.slice(1))),
        input,
      );
      return { Versions: items.map((version) => versionAnswer(policy, version, { withText: false })), ...rest };
    },
  });
}
