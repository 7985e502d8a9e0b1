import type { CreatePolicyRequest, CreatePolicyResponse } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags, alreadyExists, policyAnswer } from './answers.js';
import { identityPolicy } from './documents.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';
import { type ManagedPolicy, newId } from './store.js';

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
      if ([...store.policies.values()].some((one) => one.arn === arn)) throw alreadyExists('Policy', name);
      const policy: ManagedPolicy = {
        name,
        id: newId('ANPA'),
        arn,
        path,
        createdAt: store.now(),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        policy: identityPolicy(input.PolicyDocument),
        tags: new Map(),
      };
      addTags(policy.tags, input.Tags);
      store.policies.set(arn, policy);
      return { Policy: policyAnswer(policy, store) };
    },
  });
}
