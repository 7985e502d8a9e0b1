import type { ListUserPoliciesRequest, ListUserPoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Names of the user's inline policies. Source: IAM API Reference, "ListUserPolicies". */
export function listUserPolicies({ store }: IamState): Action<ListUserPoliciesRequest, ListUserPoliciesResponse> {
  return iamAction({
    operation: 'ListUserPolicies',
    readOnly: true,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      const names = [...store.user(input.UserName ?? '').inline.keys()].sort();
      const { items, ...rest } = iamPage(names, (name) => name, input);
      return { PolicyNames: items, ...rest };
    },
  });
}
