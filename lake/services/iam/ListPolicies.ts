import type { ListPoliciesRequest, ListPoliciesResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { holdersOf, iamPage, policyAnswer } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Managed policies: the account's own, and those of AWS that are in use. Source: IAM API Reference, "ListPolicies". */
export function listPolicies({ store }: IamState): Action<ListPoliciesRequest, ListPoliciesResponse> {
  return iamAction({
    operation: 'ListPolicies',
    readOnly: true,
    resource: () => store.arnOf('policy', '/', ''),
    handle: (input) => {
      const isAws = (arn: string): boolean => arn.includes(':iam::aws:');
      const inUse = new Set(holdersOf(store).flatMap((holder) => [...holder.attached]));
      const found = [...store.policies.values()]
        .filter(
          ({ arn }) => input.Scope === undefined || input.Scope === 'All' || isAws(arn) === (input.Scope === 'AWS'),
        )
        .filter(
          ({ arn, path }) =>
            path.startsWith(input.PathPrefix ?? '/') && (input.OnlyAttached !== true || inUse.has(arn)),
        )
        .sort((a, b) => (a.arn < b.arn ? -1 : 1));
      const { items, ...rest } = iamPage(found, (policy) => policy.arn, input);
      return { Policies: items.map((policy) => policyAnswer(policy, store)), ...rest };
    },
  });
}
