import type { UntagPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { ownPolicy } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Takes tags from the managed policy. Source: IAM API Reference, "UntagPolicy". */
export function untagPolicy({ store }: IamState): Action<UntagPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'UntagPolicy',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      const { tags } = ownPolicy(store, input.PolicyArn);
      for (const key of input.TagKeys ?? []) tags.delete(key);
      return {};
    },
  });
}
