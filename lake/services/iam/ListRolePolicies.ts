import type { ListRolePoliciesRequest, ListRolePoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Names of the role's inline policies. Source: IAM API Reference, "ListRolePolicies". */
export function listRolePolicies({ store }: IamState): Action<ListRolePoliciesRequest, ListRolePoliciesResponse> {
  return iamAction({
    operation: 'ListRolePolicies',
    readOnly: true,
    resource: (input) => store.arnByName('role', input.RoleName),
    handle: (input) => {
      const names = [...store.role(input.RoleName ?? '').inline.keys()].sort();
      const { items, ...rest } = iamPage(names, (name) => name, input);
      return { PolicyNames: items, ...rest };
    },
  });
}
