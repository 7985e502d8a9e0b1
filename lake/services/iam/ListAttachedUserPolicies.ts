import type { ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { attachedPolicies, iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Managed policies of the user. Source: IAM API Reference, "ListAttachedUserPolicies". */
export function listAttachedUserPolicies({
  store,
}: IamState): Action<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse> {
  return iamAction({
    operation: 'ListAttachedUserPolicies',
    readOnly: true,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const attached = attachedPolicies(store.user(input.UserName ?? ''), store);
      const { items, ...rest } = iamPage(attached, (policy) => policy.PolicyArn ?? '', input);
      return { AttachedPolicies: items, ...rest };
    },
  });
}
