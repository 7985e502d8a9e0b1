import type { TagPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { addTags, ownPolicy } from './answers.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Adds tags to the managed policy or changes them. Source: IAM API Reference, "TagPolicy". */
export function tagPolicy({ store }: IamState): Action<TagPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'TagPolicy',
    readOnly: false,
    resource: (input) => input.PolicyArn ?? '',
    handle: (input) => {
      addTags(ownPolicy(store, input.PolicyArn).tags, input.Tags);
      return {};
    },
  });
}
