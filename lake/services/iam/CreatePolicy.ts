import type { CreatePolicyRequest, CreatePolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags, isAwsPolicy, policyAnswer } from './answers.js';
import { managedPolicyText } from './documents.js';
import { alreadyExists } from './errors.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import { type IamStore, newManagedPolicy } from './store.js';

/** A managed policy of the account. Source: IAM API Reference, "CreatePolicy". */
export function createPolicy({ store }: IamState): Action<CreatePolicyRequest, CreatePolicyResponse> {
  return iamAction({
    operation: 'CreatePolicy',
    readOnly: false,
    resource: (input) => store.arnOf('policy', input.Path ?? '/', input.PolicyName ?? ''),
    handle: (input) => {
      const name = input.PolicyName ?? '';
      const path = input.Path ?? '/';
      const arn = store.arnOf('policy', path, name);
      if (isTaken(store, name)) throw alreadyExists('Policy', name);
      const policy = newManagedPolicy(
        {
          name,
          arn,
          path,
          createdAt: store.now(),
          ...(input.Description === undefined ? {} : { description: input.Description }),
        },
        managedPolicyText(input.PolicyDocument),
      );
      addTags(policy.tags, input.Tags);
      store.policies.set(arn, policy);
      return { Policy: policyAnswer(policy, store) };
    },
  });
}

/** Names of an account's policies are unique without regard to their paths or case. */
function isTaken(store: IamStore, name: string): boolean {
  const wanted = name.toLowerCase();
  return [...store.policies.values()].some((one) => !isAwsPolicy(one.arn) && one.name.toLowerCase() === wanted);
}
