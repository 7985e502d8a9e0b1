import type { ListGroupPoliciesRequest, ListGroupPoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { iamPage } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Names of the group's inline policies. Source: IAM API Reference, "ListGroupPolicies". */
export function listGroupPolicies({ store }: IamState): Action<ListGroupPoliciesRequest, ListGroupPoliciesResponse> {
  return iamAction({
    operation: 'ListGroupPolicies',
    readOnly: true,
    resource: (input) => store.arnByName('group', input.GroupName),
    handle: (input) => {
      const names = [...store.group(input.GroupName ?? '').inline.keys()].sort();
      const { items, ...rest } = iamPage(names, (name) => name, input);
      return { PolicyNames: items, ...rest };
    },
  });
}
