import type { PutUserPolicyRequest } from '@aws-sdk/client-iam';
import type { Action } from '../../model/action.js';
import { putInlinePolicy } from './documents.js';
import { iamAction } from './iam-action.js';
import type { IamState } from './state.js';

/** Stores an inline policy with the user; one of the same name is replaced. Source: IAM API Reference, "PutUserPolicy". */
export function putUserPolicy({ store }: IamState): Action<PutUserPolicyRequest, Record<string, never>> {
  return iamAction({
    operation: 'PutUserPolicy',
    readOnly: false,
    resource: (input) => store.arnByName('user', input.UserName),
    handle: (input) => {
      putInlinePolicy(store.user(input.UserName ?? ''), input.PolicyName, input.PolicyDocument);
      return {};
    },
  });
}
