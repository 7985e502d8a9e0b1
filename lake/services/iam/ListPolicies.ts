import type { ListPoliciesRequest, ListPoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { holdersOf, iamPage, isAwsPolicy, policyAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Managed policies: the account's own, and those of AWS that are in use. Source: IAM API Reference, "ListPolicies". */
export function listPolicies({ store }: IamState): Action<ListPoliciesRequest, ListPoliciesResponse> {
  return iamAction({
    operation: 'ListPolicies',
    readOnly: true,
    resource: () => store.arnOf('policy', '/', ''),
    handle: (input) => {
      const inUse = new Set(
        holdersOf(store).flatMap((holder) => [
          ...(input.PolicyUsageFilter === 'PermissionsBoundary' ? [] : holder.attached),
          ...(input.PolicyUsageFilter === 'PermissionsPolicy' ? [] : [holder.boundaryArn ?? '']),
        ]),
      );
      const onlyInUse = input.OnlyAttached === true || input.PolicyUsageFilter !== undefined;
      const found = [...store.policies.values()]
        .filter(
          ({ arn }) =>
            input.Scope === undefined || input.Scope === 'All' || isAwsPolicy(arn) === (input.Scope === 'AWS'),
        )
        .filter(({ arn, path }) => path.startsWith(input.PathPrefix ?? '/') && (!onlyInUse || inUse.has(arn)))
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
      const { items, ...rest } = iamPage(found, (policy) => policy.arn, input);
      return { Policies: items.map((policy) => policyAnswer(policy, store)), ...rest };
    },
  });
}
