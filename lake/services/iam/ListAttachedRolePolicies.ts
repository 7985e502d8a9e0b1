import type { ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { attachedPolicies, iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Managed policies of the role. Source: IAM API Reference, "ListAttachedRolePolicies". */
export function listAttachedRolePolicies({
  store,
}: IamState): Action<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse> {
  return iamAction({
    operation: 'ListAttachedRolePolicies',
    readOnly: true,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const attached = attachedPolicies(store.role(input.RoleName ?? ''), store);
      const { items, ...rest } = iamPage(attached, (policy) => policy.PolicyArn ?? '', input);
      return { AttachedPolicies: items, ...rest };
    },
  });
}
