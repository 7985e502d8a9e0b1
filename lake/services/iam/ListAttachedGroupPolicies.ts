import type { ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { attachedPolicies, iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Managed policies of the group. Source: IAM API Reference, "ListAttachedGroupPolicies". */
export function listAttachedGroupPolicies({
  store,
}: IamState): Action<ListAttachedGroupPoliciesRequest, ListAttachedGroupPoliciesResponse> {
  return iamAction({
    operation: 'ListAttachedGroupPolicies',
    readOnly: true,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const attached = attachedPolicies(store.group(input.GroupName ?? ''), store);
      const { items, ...rest } = iamPage(attached, (policy) => policy.PolicyArn ?? '', input);
      return { AttachedPolicies: items, ...rest };
    },
  });
}
